/**
 * What a newer Node no longer has, though the range of the project allows that Node: functions that
 * the sources call, and locked releases of packages that call such a function or do not compile.
 */
import semver from 'semver';
import type { Evidence } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { ReadProgram } from '../code/program.ts';
import { type LockedRelease, releasesOf } from '../files/locked-releases.ts';

/** The first line of Node with which something fails. */
export interface VersionLimit {
  readonly before: number;
  readonly evidence: Evidence;
}

/**
 * Functions by their full names, with the first LTS that lacks them: what Node 22, 24 and 26 have
 * was compared. https://nodejs.org/api/deprecations.html (DEP0030 to DEP0059, DEP0095)
 */
const removed: readonly { readonly names: readonly string[]; readonly since: number }[] = [
  {
    names: [
      'isBoolean',
      'isBuffer',
      'isDate',
      'isError',
      'isFunction',
      'isNull',
      'isNullOrUndefined',
      'isNumber',
      'isObject',
      'isPrimitive',
      'isRegExp',
      'isString',
      'isSymbol',
      'isUndefined',
      'log',
    ].flatMap((it) => [`node:util.${it}`, `node:sys.${it}`]),
    since: 24,
  },
  {
    names: ['node:timers.enroll', 'node:timers.unenroll', 'node:tls.createSecurePair'],
    since: 24,
  },
  { names: ['node:process.assert'], since: 24 },
  { names: ['node:buffer.SlowBuffer', 'node:assert.CallTracker'], since: 26 },
];

const since = new Map(removed.flatMap((it) => it.names.map((name) => [name, it.since] as const)));
const lastNames = new Set([...since.keys()].map((it) => it.slice(it.lastIndexOf('.') + 1)));

const builtins = [...new Set([...since.keys()].map((it) => /^node:(\w+)/.exec(it)?.[1] ?? ''))];
/** An import of a module with such functions, or the global of that name: `process.assert`. */
const mayCall = new RegExp(
  String.raw`["'](?:node:)?(?:${builtins.join('|')})["']|\b(?:${builtins.join('|')})\.(?:${[...lastNames].join('|')})\b`,
);

/** @returns the first call of each kind that a later Node does not have. */
export function calledLimits(program: ReadProgram | null): readonly VersionLimit[] {
  if (!program) return [];
  const found = new Map<number, VersionLimit>();
  for (const module of program.modules.values()) {
    if (!mayCall.test(module.text)) continue;
    const named = [...lastNames].flatMap((it) => module.callsOf(it));
    for (const call of named.sort((one, other) => one.start - other.start)) {
      const callee = call.field('function') ?? call.field('constructor');
      const value = callee && program.evaluator.evaluate(callee);
      const before = value?.kind === 'foreign' ? since.get(value.name) : undefined;
      if (!callee || before === undefined || found.has(before)) continue;
      found.set(before, {
        before,
        evidence: {
          file: call.file,
          line: call.line,
          because: `calls ${callee.text}, which Node ${before} does not have`,
        },
      });
    }
  }
  return [...found.values()];
}

/** Releases of packages, with the first LTS on which they fail. */
const releases: readonly {
  readonly name: string;
  readonly range: string;
  readonly before: number;
}[] = [
  // Through buffer-equal-constant-time it takes SlowBuffer when it is loaded.
  { name: 'jwa', range: '<1.4.2 || 2.0.0', before: 26 },
  // Through spdy it takes process.binding('http_parser') when it is loaded.
  { name: 'restify', range: '<=11.1.0', before: 24 },
  // They call util.isDate and util.isNullOrUndefined.
  { name: 'nedb', range: '*', before: 24 },
  { name: '@tensorflow/tfjs-node', range: '<=4.22.0', before: 24 },
  { name: '@tensorflow/tfjs-node-gpu', range: '<=4.22.0', before: 24 },
  // What is compiled with them uses functions that V8 no longer has. That was tried with 2.20.0,
  // 2.22.2, 2.25.0 and 2.26.2 of nan, and with 9.6.0, 11.3.0 and 12.6.2 of better-sqlite3.
  { name: 'nan', range: '<2.22.2', before: 24 },
  { name: 'nan', range: '<2.26.0', before: 26 },
  { name: 'better-sqlite3', range: '<11.3.0', before: 24 },
  { name: 'better-sqlite3', range: '<=12.6.2', before: 26 },
];

/**
 * @param file the lock file.
 * @returns what its releases exclude.
 */
export function lockedLimits(file: string, text: string): readonly VersionLimit[] {
  return releases.flatMap(({ name, range, before }) =>
    releasesOf(name, file, text, 'production')
      .filter((it) => semver.satisfies(it.version, range))
      .slice(0, 1)
      .map((it) => limitOf(name, it, before, file, text)),
  );
}

function limitOf(
  name: string,
  { version, at }: LockedRelease,
  before: number,
  file: string,
  text: string,
): VersionLimit {
  return {
    before,
    evidence: {
      file,
      line: lineAt(text, at),
      because: `${name} ${version} fails on Node ${before}`,
    },
  };
}
