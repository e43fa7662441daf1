/** The facts that only Go's own files read. */
import type { Minimum, ProjectFacts, ServiceFacts } from '../../types.ts';
import type { EnvironmentLine, PlanInput } from '../language.ts';
import type { Listen } from '../shared/uses.ts';
import type { BuildSettings } from './build-settings.ts';
import type { CgoFacts } from './cgo.ts';
import type { GoFrontend } from './front-end-targets.ts';
import type { Generation } from './generations.ts';
import type { HealthcheckFacts } from './healthcheck.ts';
import type { Embedded, Ignored } from './ignored.ts';
import type { Manifests } from './manifests.ts';
import type { PrivateModules } from './private-modules.ts';
import type { RunFiles } from './runtime-files.ts';
import type { SignalFacts } from './signals.ts';
import type { VersionVariable } from './version-variable.ts';

export interface GoProject {
  readonly manifests: Manifests;
  readonly privateModules: PrivateModules | undefined;
  readonly ignored: Ignored;
  readonly minimum: Minimum | undefined;
}

export interface GoService {
  /** The folder of the package main. */
  readonly folder: string;
  /**
   * The folder in which `go build` runs: the root if its go.mod or go.work covers the program,
   * otherwise the folder of the program's module.
   */
  readonly buildFolder: string;
  readonly cgo: CgoFacts | undefined;
  readonly build: BuildSettings;
  readonly stopSignal: SignalFacts['stopSignal'];
  /** Files without values that the image has, because the program ends without them. */
  readonly environmentFiles: readonly {
    readonly path: string;
    /** The names of variables in it. */
    readonly variables: readonly string[];
  }[];
  readonly runFiles: RunFiles;
  readonly embedded: Embedded;
  readonly frontend: GoFrontend | undefined;
  /** Sources that the build generates. */
  readonly generated: readonly Generation[];
  /** Lines for /etc/mime.types, where it serves files whose types Go does not know. */
  readonly mediaTypes: readonly string[];
  readonly healthcheck: HealthcheckFacts | undefined;
  /** Why some code needs a shell; `null` if none does. */
  readonly shell: string | null;
  readonly version: VersionVariable | undefined;
  /** Variables that turn off what frameworks do for developers. */
  readonly releaseMode: readonly EnvironmentLine[];
  /** What listens on a port that an environment variable sets. */
  readonly variables: readonly Listen[];
  /** The ports that it listens on unless a setting says otherwise. */
  readonly defaultPorts: readonly number[];
  /** What listens on this machine alone unless a setting says otherwise. */
  readonly local?: Listen;
}

export type GoFacts = ProjectFacts<GoProject, GoService>;
export type GoServiceFacts = ServiceFacts<GoService>;
export type GoPlanInput = PlanInput<GoProject, GoService>;
