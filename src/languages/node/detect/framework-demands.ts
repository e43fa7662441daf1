/** Finds the variables that the sources of a framework's server demand, for its build and for its run. */
import { seenFrom } from '../../../text/paths.ts';
import type { Demand } from '../../shared/uses.ts';
import { anyText } from '../code/demanded-fields.ts';
import type { ReadProgram } from '../code/program.ts';
import { type Manifest, productionDependencies } from '../files/manifest.ts';
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
  { loads, manifest }: Pick<ServerFacts, 'loads'> & { readonly manifest: Manifest },
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
      value: standInFor(name, manifest, sample),
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
  [/POSTGRES.*UR[IL]|^PG.*UR[IL]|NEON.*UR[IL]/, `postgresql://${database}`],
  [/REDIS.*UR[IL]/, 'redis://stand-in'],
  [/UR[IL]$|ENDPOINT$|ORIGIN$/, 'https://stand-in.invalid'],
  [/MAIL(?:_FROM|_TO|_ADDRESS)?$/, 'stand-in@example.com'],
  [/PORT$/, '1'],
];

/** The variable of the one database of a program, whose kind only its library says. */
const ofDatabase = /DATABASE.*UR[IL]|\bDB.*UR[IL]/;

/** A connection that the library of a database accepts. The first that is installed decides. */
const connections: readonly (readonly [RegExp, string])[] = [
  [/^(?:pg|postgres|@neondatabase\/serverless)$/, `postgresql://${database}`],
  [/^(?:mysql2?|mariadb|@planetscale\/database)$/, `mysql://${database}`],
  [/^(?:mongodb|mongoose)$/, `mongodb://${database}`],
  [/^@libsql\/client$/, 'file:/tmp/stand-in.db'],
  [/^(?:better-sqlite3|sqlite3?)$/, '/tmp/stand-in.db'],
];

function connectionOf(manifest: Manifest): string {
  const names = Object.keys(productionDependencies(manifest));
  const known = connections.find(([library]) => names.some((it) => library.test(it)));
  return known?.[1] ?? `postgresql://${database}`;
}

/** @param sample what a schema accepts: any address where it asks for one, any text for a length. */
function standInFor(variable: string, manifest: Manifest, sample: string = anyText): string {
  const named = values.find(([name]) => name.test(variable))?.[1];
  const known =
    ofDatabase.test(variable) && !named?.includes(database) ? connectionOf(manifest) : named;
  const isOpen = sample === anyText || sample.startsWith('https:');
  return isOpen ? (known ?? sample) : sample;
}
