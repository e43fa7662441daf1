/** A program that start/ and frameworks/ find. detect/services.ts turns it into a service. */
import type { Evidence, Finding, Note, OtherPort } from '../../types.ts';
import type { Uses } from '../shared/uses.ts';
import type { PythonService } from './details.ts';
import type { Package } from './package.ts';
import type { OptionalSet } from './package-managers/optional.ts';
import type { LostImport } from './runtime/imports.ts';
import type { VersionLimit } from './versions.ts';

export interface Program {
  /** `null`: it has the name of the project, with the suffix. */
  readonly name: string | null;
  readonly suffix?: string;
  readonly evidence: readonly Evidence[];
  readonly start: Finding<readonly string[]>;
  readonly port: Finding<number | null>;
  readonly otherPorts?: readonly OtherPort[];
  readonly notes: readonly Note[];
  readonly details: PythonService;
  /**
   * The modules that it starts with, and the one that runs as `__main__`; `null` where that is not
   * known, so that all modules count.
   */
  readonly entry: { readonly files: readonly string[]; readonly main: string | null } | null;
  /** The extra or group that has a server for it, where nothing that is installed is one. */
  readonly offered?: OptionalSet;
  /** A server that would serve it, where nothing that is installed or offered does. */
  readonly proposed?: string;
  /** Imports of modules that newer versions of Python lost. */
  readonly lost?: readonly LostImport[];
  /** What its calls say about the version. */
  readonly limits?: readonly VersionLimit[];
  /** Names of modules that it imports and no package provides. */
  readonly missing?: readonly string[];
  /** Well-known packages that would provide those without which it ends at its start. */
  readonly lacking?: readonly Package[];
  /** The extras and groups that have what it imports at its start and nothing installs. */
  readonly wanted?: readonly OptionalSet[];
  /** What its modules use, where that is known already. */
  readonly uses?: Uses;
}

/** The details of a program without special requirements. */
export const plain = {
  framework: null,
  member: null,
  port: null,
  handlesStop: false,
  portVariable: null,
  portDemanded: false,
  environment: [],
  probe: 'http',
  paths: [],
  writable: [],
  leftOut: [],
  reads: [],
  links: [],
  system: { packages: [], shell: null },
  locales: [],
  collect: null,
} as const satisfies PythonService;
export const nothingKnown = {
  name: null,
  evidence: [],
  notes: [],
  details: plain,
  entry: null,
} as const;
