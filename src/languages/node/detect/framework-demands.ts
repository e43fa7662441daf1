/** Finds the variables that the sources of a framework's server demand, for its build and for its run. */
import { seenFrom } from '../../../text/paths.ts';
import type { Demand } from '../../shared/uses.ts';
import { anyText } from '../code/demanded-fields.ts';
import type { ReadProgram } from '../code/program.ts';
import type { ServerFacts } from '../frameworks/framework.ts';

export interface FrameworkDemands {
  readonly needs: readonly Demand[];
  /** A placeholder for each variable without which the build ends. */
  readonly standIns: readonly StandIn[];
}

export interface StandIn {
  readonly name: string;
  readonly value: string;
  /** Set where an argument of the build gives the value. */
  readonly isArgument?: true;
}

/** What the build replaces by a value in what browsers load: an argument of the build gives it. */
const baked = /^(?:NEXT_PUBLIC|VITE)_/;

/** @param given the variables that the image sets, or that a file of the build context sets. */
export function frameworkDemands(
  { loads }: Pick<ServerFacts, 'loads'>,
  program: ReadProgram,
  needs: readonly Demand[],
  given: readonly string[],
): FrameworkDemands {
  if (loads === null) return { needs: [], standIns: [] };
  const found = needs.filter(
    ({ variable, when, evidence }) =>
      when === 'start' &&
      !['NODE_ENV', ...given].includes(variable) &&
      isLoaded(evidence.file, loads.files, program),
  );
  if (loads.when === 'start') return { needs: found, standIns: [] };
  const samples = new Map(found.map((it) => [it.variable, it.sample]));
  return {
    needs: found.filter((it) => !baked.test(it.variable)).map((it) => ({ ...it, when: 'request' })),
    standIns: [...samples].map(([name, sample]) => ({
      name,
      value: standInFor(name, sample),
      ...(baked.test(name) ? { isArgument: true as const } : {}),
    })),
  };
}

/** Whether a file is among those that are loaded first, or one of these loads it. */
function isLoaded(file: string, first: RegExp, program: ReadProgram): boolean {
  const queue = new Set([file]);
  for (const it of queue) {
    if (first.test(seenFrom(program.folder, it))) return true;
    for (const { file: importer } of program.importers(it)) queue.add(importer);
  }
  return false;
}

const database = 'stand-in:stand-in@stand-in/stand-in';

/** By what a name says; libraries refuse an address without its scheme, and schemas a short secret. */
const values: readonly (readonly [RegExp, string])[] = [
  [/MONGO/, `mongodb://${database}`],
  [/MYSQL.*UR[IL]|PLANETSCALE.*UR[IL]/, `mysql://${database}`],
  [/(?:DATABASE|POSTGRES|PG|NEON|\bDB).*UR[IL]|^DB_UR[IL]/, `postgresql://${database}`],
  [/REDIS.*UR[IL]/, 'redis://stand-in'],
  [/UR[IL]$|ENDPOINT$|ORIGIN$/, 'https://stand-in.invalid'],
  [/MAIL(?:_FROM|_TO|_ADDRESS)?$/, 'stand-in@example.com'],
  [/PORT$/, '1'],
];

/** @param sample what a schema accepts: any address where it asks for one, any text for a length. */
function standInFor(variable: string, sample: string = anyText): string {
  const known = values.find(([name]) => name.test(variable))?.[1];
  const isOpen = sample === anyText || sample.startsWith('https:');
  return isOpen ? (known ?? sample) : sample;
}
