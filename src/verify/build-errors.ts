/**
 * Finds the cause in the log of a build that failed, and what to do about it. The rows are the
 * messages of package managers and compilers, the most telling first. To add one, add a row with an
 * example: the test runs every example.
 */
import { plainText } from './plain-text.ts';

interface Row {
  /** Matches the line of the cause. */
  readonly pattern: RegExp;
  /** Only such lines are shown, where the tool prints others in between. */
  readonly only?: RegExp;
  /** How many lines to show from the cause on. */
  readonly count?: number;
  /** What to do next, from the groups of the pattern. */
  readonly advice?: (groups: readonly string[]) => string | undefined;
  /** A log with the error, and the part of the advice that its test demands. */
  readonly example: { readonly log: string; readonly says?: string };
}

const system = (name: string): string =>
  `The build stage has no ${name}: install the system package that provides it, with apt-get or apk.`;
const lock = (command: string, file: string) => (): string =>
  `Run ${command} on your machine, and commit ${file}.`;
const dependency = ([name = '']: readonly string[]): string =>
  /^(?:[./~]|@\/)/.test(name)
    ? `The build does not see ${name}: it is not in the build context (--ship), or another step makes it.`
    : `List ${name} among the dependencies.`;

const rows: readonly Row[] = [
  // ---- the machine
  {
    pattern: /\bno space left on device\b|\bENOSPC\b/i,
    advice: () => 'Make room for the engine: docker system prune, or docker builder prune.',
    example: { log: 'write /x: no space left on device', says: 'docker builder prune' },
  },
  {
    pattern: /\b(?:Reached heap limit|JavaScript heap out of memory)\b/,
    advice: () =>
      'The build needs more memory than Node takes: --build-arg NODE_OPTIONS=--max-old-space-size=4096 where the Dockerfile has that ARG, or a script that sets it.',
    example: {
      log: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      says: '--max-old-space-size',
    },
  },
  // ---- what the build context lacks
  {
    pattern:
      /^ERROR: failed to .*"\/?([^"]+)": not found$|^(?:Error|ERROR): .*no such file or directory.*"([^"]+)"$/,
    advice: (groups) => {
      const name = groups.find((it) => it !== '');
      return (
        name &&
        `${name} is not in the build context: look for it in .dockerignore (--ship ${name}).`
      );
    },
    example: {
      log: 'ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref 1::2: "/assets": not found',
      says: '--ship assets',
    },
  },
  // ---- locks that do not agree with their manifest
  {
    pattern: /\bnpm (?:error|ERR!) code EUSAGE\b/,
    only: /\bnpm (?:error|ERR!)\s+\S/,
    advice: lock('npm install', 'package-lock.json'),
    example: {
      log: 'npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
      says: 'commit package-lock.json',
    },
  },
  {
    pattern: /\bERR_PNPM_(?:OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)\b/,
    advice: lock('pnpm install', 'pnpm-lock.yaml'),
    example: {
      log: ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json',
      says: 'commit pnpm-lock.yaml',
    },
  },
  {
    pattern: /\bYN0028\b|Your lockfile needs to be updated/,
    advice: lock('yarn install', 'yarn.lock'),
    example: {
      log: '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.',
      says: 'commit yarn.lock',
    },
  },
  {
    pattern: /^error: The lockfile at `uv\.lock` needs to be updated/,
    advice: lock('uv lock', 'uv.lock'),
    example: {
      log: 'Resolved 12 packages in 4ms\nerror: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided. To update the lockfile, run `uv lock`.',
      says: 'Run uv lock',
    },
  },
  {
    pattern: /pyproject\.toml changed significantly since poetry\.lock was last generated/,
    advice: lock('poetry lock', 'poetry.lock'),
    example: {
      log: 'Installing dependencies from lock file\n\npyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
      says: 'Run poetry lock',
    },
  },
  {
    pattern: /missing go\.sum entry|^go: updates to go\.(?:mod|sum) needed|inconsistent vendoring/,
    advice: lock('go mod tidy', 'go.mod and go.sum'),
    example: {
      log: 'main.go:4:2: missing go.sum entry for module providing package github.com/google/uuid; to add:\n\tgo mod download github.com/google/uuid',
      says: 'Run go mod tidy',
    },
  },
  // ---- versions of languages
  {
    pattern: /\bgo: \S*\s*requires go >= (\d+\.\d+)\S* \(running go/,
    advice: ([version]) => `Build with Go ${version} or newer: --runtime-version ${version}`,
    example: {
      log: 'go: go.mod requires go >= 1.26.2 (running go 1.25.4; GOTOOLCHAIN=local)',
      says: '--runtime-version 1.26',
    },
  },
  {
    pattern:
      /\bRequires-Python\b|requires a different Python: \S+ not in|requires-python|Python version .* (?:is not allowed|does not satisfy)/i,
    advice: () => 'Take a version of Python that the package supports: --runtime-version',
    example: {
      log: 'ERROR: Ignored the following versions that require a different python version: 1.21.2 Requires-Python >=3.7,<3.11',
      says: '--runtime-version',
    },
  },
  // ---- compilers
  {
    pattern: /^[^\s:]+\.[cm]?tsx?\(\d+,\d+\): error TS(?:2307|7016): .*module '([^']+)'/,
    advice: dependency,
    example: {
      log: "> tsc\n\nsrc/server.ts(1,21): error TS2307: Cannot find module 'express' or its corresponding type declarations.",
      says: 'List express',
    },
  },
  {
    pattern: /^[^\s:]+\.[cm]?tsx?(?:\(\d+,\d+\): |:\d+:\d+ - )error TS\d+: /,
    only: /\berror TS\d+: /,
    example: {
      log: "npm error Lifecycle script `build` failed\nsrc/app.ts:3:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
    },
  },
  {
    pattern: /\bfatal error: (\S+\.h(?:pp)?): No such file or directory/,
    advice: ([name = '']) => system(name),
    example: {
      log: 'Building wheel for psutil\n    psutil/_psutil_common.c:9:10: fatal error: Python.h: No such file or directory\nERROR: Failed building wheel for psutil',
      says: 'has no Python.h',
    },
  },
  {
    pattern:
      /^(?:Error: )?(?:pg_config|mysql_config) executable not found|\bcommand '([^']*(?:gcc|g\+\+|cc|clang))' failed: No such file/,
    advice: ([compiler]) =>
      system(compiler || 'development files of the database (pg_config, mysql_config)'),
    example: {
      log: "error: command 'gcc' failed: No such file or directory\nERROR: Failed building wheel for x",
      says: 'has no gcc',
    },
  },
  {
    pattern: /cgo: C compiler "([^"]+)" not found/,
    advice: ([name = '']) => system(name),
    example: {
      log: 'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
      says: 'has no gcc',
    },
  },
  {
    pattern: /no required module provides package ([^\s;]+)/,
    advice: ([name]) =>
      `Run go get ${name} and go mod tidy on your machine, and commit go.mod and go.sum.`,
    example: {
      log: 'main.go:5:2: no required module provides package github.com/lib/pq; to add it:\n\tgo get github.com/lib/pq',
      says: 'go get github.com/lib/pq',
    },
  },
  {
    pattern: /^[^\s:]+\.go:\d+:\d+: pattern ([^:\s]+): no matching files found/,
    advice: ([name]) =>
      `${name} is embedded, but not in the build context: --ship it, or generate it before the build.`,
    example: {
      log: 'web/embed.go:5:12: pattern dist: no matching files found',
      says: 'dist is embedded',
    },
  },
  {
    pattern: /could not read Username for '(https?:\/\/[^']+)'|^go: .*: (?:404 Not Found|410 Gone)/,
    advice: () =>
      'A module is private: name it with --private-modules, and pass the credentials with --secret.',
    example: {
      log: "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
      says: '--private-modules',
    },
  },
  {
    pattern: /^[^\s:]+\.go:\d+(?::\d+)?: /,
    example: { log: '# example.com/api\n./main.go:12:3: undefined: serve' },
  },
  // ---- packages that are not there
  {
    pattern:
      /^E: Unable to locate package (\S+)|^E: Package '([^']+)' has no installation candidate|^E: Version '[^']+' for '([^']+)' was not found/,
    advice: (groups) =>
      `This release of Debian has no ${groups.find((it) => it !== '')}: look for its name there.`,
    example: {
      log: 'Reading package lists...\nE: Unable to locate package libvips99',
      says: 'no libvips99',
    },
  },
  {
    pattern: /^\s+(\S+) \(no such package\):/,
    advice: ([name]) => `This release of Alpine has no ${name}: look for its name there.`,
    example: {
      log: 'ERROR: unable to select packages:\n  build-basics (no such package):\n    required by: world[build-basics]',
      says: 'no build-basics',
    },
  },
  {
    pattern:
      /^ERROR: No matching distribution found for (\S+)|^ERROR: Could not find a version that satisfies the requirement (\S+)/,
    advice: (groups) =>
      `The index has no ${groups.find((it) => it !== '')} for this version of Python and this platform: correct the requirement, or --runtime-version.`,
    example: {
      log: 'ERROR: Could not find a version that satisfies the requirement tensorflow==1.15 (from versions: 2.20.0)\nERROR: No matching distribution found for tensorflow==1.15',
      says: 'tensorflow==1.15',
    },
  },
  {
    pattern: /Unable to find installation candidates for (\S+)/,
    advice: ([name]) =>
      `The index has no file of ${name} for this version of Python and this platform: --runtime-version, or another version of it.`,
    example: {
      log: '  RuntimeError\n\n  Unable to find installation candidates for torch (2.0.0)',
      says: 'no file of torch',
    },
  },
  {
    pattern: /\bnpm (?:error|ERR!) code (E40[134])\b/,
    only: /\bnpm (?:error|ERR!)\s+\S/,
    advice: ([code]) =>
      code === 'E404'
        ? 'The registry has no such package: correct its name, or name its registry in .npmrc.'
        : 'The registry wants credentials: --secret id=npmrc,src=.npmrc where the Dockerfile mounts it.',
    example: { log: 'npm error code E401\nnpm error Unable to authenticate', says: '--secret' },
  },
  {
    pattern: /\bnpm (?:error|ERR!) code ERESOLVE\b/,
    only: /\bnpm (?:error|ERR!)\s+\S/,
    count: 12,
    advice: () =>
      'Two packages want different versions of a third: correct them, or write legacy-peer-deps=true to .npmrc.',
    example: {
      log: 'npm error code ERESOLVE\nnpm error ERESOLVE could not resolve',
      says: 'legacy-peer-deps',
    },
  },
  // ---- the network
  {
    pattern:
      /\b(?:ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED)\b|Temporary failure (?:in name resolution|resolving)|Could not resolve host|dial tcp.*(?:no such host|i\/o timeout|connection refused)|dns error|error sending request for url/,
    advice: () =>
      'The build does not reach the network: give its proxy with --build-arg HTTPS_PROXY=..., or --build-network host.',
    example: {
      log: 'go: github.com/google/uuid@v1.6.0: Get "https://proxy.golang.org/": dial tcp: lookup proxy.golang.org: no such host',
      says: '--build-network host',
    },
  },
  // ---- modules and programs that a step wants
  {
    pattern:
      /Cannot find (?:module|package) '([^']+)'|failed to resolve import "([^"]+)"|Could not resolve "([^"]+)"|No module named '([^']+)'/,
    advice: (groups) => dependency([groups.find((it) => it !== '') ?? '']),
    example: {
      log: 'x Build failed in 31ms\n[vite]: Rollup failed to resolve import "lodash" from "/app/src/main.js".',
      says: 'List lodash',
    },
  },
  {
    pattern: /^(?:\/bin\/)?(?:ba|da|a)?sh: (?:(?:line )?\d+: )?([\w.+-]+): (?:command )?not found/,
    advice: ([name = '']) => system(name),
    example: { log: '/bin/sh: make: not found', says: 'has no make' },
  },
  // ---- what a tool ends with, where nothing above says more
  {
    pattern: /^\s*× (?:No solution found|Failed to (?:build|download|fetch))/,
    count: 8,
    example: {
      log: 'Using CPython 3.13\n  × No solution found when resolving dependencies:\n  ╰─▶ Because a depends on b',
    },
  },
  {
    pattern: /^Because .* depends on |version solving failed/,
    example: {
      log: "Resolving dependencies...\n\nBecause app depends on x (^9) which doesn't match any versions, version solving failed.",
    },
  },
  {
    pattern: /^ERROR: (?:ResolutionImpossible|Cannot install|Failed (?:building|to build))/,
    example: {
      log: 'INFO: pip is looking at versions\nERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.',
    },
  },
  {
    pattern: /\bnpm (?:error|ERR!)\s+\S/,
    only: /\bnpm (?:error|ERR!)\s+\S/,
    example: { log: '> build\nnpm error code ELIFECYCLE' },
  },
  {
    pattern:
      /^(?!ERROR: (?:process|failed to|executor failed) )(?:(?:\w+\.)*\w*(?:Error|Exception)(?: \[\w+\])?|(?:error|fatal)(?:\[[^\]]*\])?): /i,
    example: { log: 'Traceback (most recent call last):\nValueError: bad value' },
  },
];

/** The rows, for the test. */
export const buildErrorRows: readonly Pick<Row, 'pattern' | 'example'>[] = rows;

export interface BuildError {
  /** The lines that say what is wrong, the cause first. */
  readonly lines: readonly string[];
  readonly advice: string | undefined;
}

const usualCount = 6;

/**
 * @param log the lines of a build, as the engine prints them.
 * @returns the cause; `undefined` if no row knows it.
 */
export function buildErrorIn(log: readonly string[]): BuildError | undefined {
  const lines = failedStep(log);
  for (const { pattern, only, count = usualCount, advice } of rows) {
    for (const [index, line] of lines.entries()) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const groups = match.slice(1).map((it: string | undefined) => it ?? '');
      const shown = lines
        .slice(index)
        .filter((it) => (only === undefined ? it.trim() !== '' : only.test(it)))
        .slice(0, count);
      return { lines: shown, advice: advice?.(groups) };
    }
  }
  return undefined;
}

/**
 * The output of the step that failed, without the number and the time that BuildKit prints before
 * each line. Steps run side by side: the others say nothing about the failure.
 */
function failedStep(log: readonly string[]): readonly string[] {
  const plain = log.map((it) => plainText(it));
  const failed = plain.map((it) => /^#(\d+) ERROR: /.exec(it)?.[1]).find((it) => it !== undefined);
  const own = plain.filter((it) => failed === undefined || it.startsWith(`#${failed} `));
  const ends = plain.filter((it) => it.startsWith('ERROR: '));
  return [...own, ...(failed === undefined ? [] : ends)].map((it) =>
    it.replace(/^#\d+ (?:\d+\.\d+ )?/, ''),
  );
}
