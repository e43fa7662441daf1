/**
 * The option table: each option once, with the schema that checks its value. Everything else is
 * derived from it: flags and their help, presets and their JSON Schema, the type of the values, the
 * content of a saved preset, the command in the header of a generated file, and the table of the
 * README.
 */
import * as v from 'valibot';
import { baseIds } from './bases/index.ts';
import { botNames } from './output/bots.ts';
import { languages } from './languages/index.ts';
import { engineNames } from './ports/ports.ts';
import { parseMirror } from './registry/mirrors.ts';
import { anyOf } from './text/lists.ts';
import { reportFormats } from './verify/reporters/reporters.ts';

/**
 * How the text of a flag becomes a value. `list`: repeatable, or separated by commas. `items`: only
 * repeatable, because commas may be part of a value. `command`: split into words like in a shell.
 * `version`: text that YAML may read as a number. `ports`: a number, or the text of several.
 */
export type FlagKind =
  'text' | 'version' | 'integer' | 'ports' | 'list' | 'items' | 'command' | 'switch';

export interface Option {
  /** The key in a preset and in Values. The flag is the same in kebab case. */
  readonly key: string;
  readonly kind: FlagKind;
  /** The name of the value in `--help`. */
  readonly placeholder?: string;
  readonly describe: string;
  readonly schema: v.GenericSchema;
  /**
   * Whether it describes the image and not one run of this program. Such an option may be in a
   * preset. `--save-preset` saves it, and otherwise the command in the header repeats it.
   */
  readonly inPreset: boolean;
  /** Saved even if it was detected or is a default. */
  readonly saved?: 'always';
  /** Part of the command in the header, although it applies to one run. */
  readonly repeated?: true;
  readonly alias?: string;
  /** Set for an option that applies to one language only: its id. */
  readonly only?: string;
  /** A list that a preset may write as a single value. */
  readonly orOne?: true;
  /** A key of presets that is no flag. */
  readonly presetOnly?: true;
  /** The heading in `--help`. */
  readonly group: string;
}

/** Text for a Dockerfile. It must be one line, so that no value can become another instruction. */
const line = v.pipe(
  v.string('must be text'),
  v.minLength(1, 'must not be empty'),

  v.regex(
    /^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/,
    'must be a single line without control characters',
  ),
);

const userOrGroupId = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1: 0 is root'),
  v.maxValue(4294967294, 'must be at most 4294967294'),
);

/** Only characters without a special meaning in instructions, shells and mount options. */
const absolutePath = v.pipe(
  v.string('must be an absolute path in the image, such as /data'),
  v.regex(
    /^(\/(?!\.{1,2}(\/|$))[\w.@+-]+)+$/,
    'must be an absolute path in the image, such as /data',
  ),
);

/** No other folder than the project can be meant: an absolute path, `..` or the project itself. */
const projectPath = v.pipe(
  line,
  v.regex(
    /^(?![/!\\])(?!(?:\.\/*)+$)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]+$/,
    'must be a path in the project, such as docs/help or data/*.csv',
  ),
);
const projectPaths = v.array(projectPath, 'must be a list of paths in the project');

const platforms = v.array(
  v.pipe(
    v.string('must be a platform such as linux/arm64'),
    v.regex(/^linux\/[a-z0-9]+(\/v[0-9]+)?$/, 'must be a platform such as linux/arm64'),
  ),
  'must be a list of platforms',
);

const mirror = v.pipe(
  v.string('must be a pair such as docker.io=registry.example.com/hub'),
  v.check(
    (text) => parseMirror(text).ok,
    ({ input }) => {
      const parsed = parseMirror(input);
      return parsed.ok ? '' : parsed.why;
    },
  ),
);

const packageManagerIds = [...new Set(languages.flatMap((it) => it.packageManagers))];

const nameList = v.array(
  v.pipe(
    v.string('must be a name'),
    v.regex(/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/, 'must be a name as written in pyproject.toml'),
  ),
  'must be a list of names',
);

const command = v.pipe(
  v.array(line, 'must be a command, or a list of its words'),
  v.minLength(1, 'must not be empty'),
);

/** The names of Dockerfiles that are written. */
export const nameOfOutput = /^(?:\w[\w.-]*\.)?Dockerfile$/;

const portMessage = 'must be a port from 1 to 65535, several such as 8080,5353/udp, or none';

const portNumber = String.raw`(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;
const portName = String.raw`${portNumber}(?:/(?:tcp|udp))?`;
/** `8080,9090`, `5353/udp`: one alone is a number, unless it has a protocol. */
const portList = new RegExp(`^${portName}(?:, ?${portName})*$`);

const oneOf = <const T extends string>(values: readonly T[]) =>
  v.picklist([...values], `must be one of ${values.join(', ')}`);

/** The signals that programs handle to end. https://docs.docker.com/reference/dockerfile/#stopsignal */
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'];

/** What `verify` and `prove` request from the program, and what it must answer. */
const expectation = v.strictObject(
  {
    path: v.pipe(
      v.string('must be text'),
      v.regex(/^\/[^\s\u0000-\u001f\u007f]*$/, 'must start with /'),
    ),
    status: v.optional(
      v.pipe(
        v.number('must be a status such as 200'),
        v.integer('must be a status such as 200'),
        v.minValue(100, 'must be a number from 100 to 599'),
        v.maxValue(599, 'must be a number from 100 to 599'),
      ),
    ),
    text: v.optional(v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty'))),
    type: v.optional(
      v.pipe(
        v.string('must be a media type such as application/json'),
        v.regex(/^[\w.+-]+\/[\w.+*-]+$/, 'must be a media type such as application/json'),
      ),
    ),
  },
  (issue) =>
    issue.expected === 'never'
      ? `must have only the keys path, status, text and type, not ${issue.received}`
      : 'must be an answer such as { path: /health, status: 200, text: ok, type: application/json }',
);

/** One answer that the program must give. Without a status, any below 400 is accepted. */
export type Expectation = v.InferOutput<typeof expectation>;

const cacheOption = {
  key: 'noCache',
  kind: 'switch',
  group: 'Where and how',
  inPreset: false,
  describe: 'ignore the results of the last hour and ask the registries again',
  schema: v.boolean(),
} as const satisfies Option;

export const optionTable = [
  {
    key: 'language',
    kind: 'text',
    saved: 'always',
    alias: 'l',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: `language of the project: ${languages.map((it) => it.id).join(', ')}`,
    schema: oneOf(languages.map((it) => it.id)),
  },
  {
    key: 'base',
    kind: 'text',
    saved: 'always',
    alias: 'b',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: `base of the final image: ${baseIds.join(', ')}`,
    schema: oneOf(baseIds),
  },
  {
    key: 'runtimeVersion',
    kind: 'version',
    placeholder: 'VERSION',
    group: 'What to write',
    inPreset: true,
    describe: 'version of the language as in image tags, such as 1.27, 3.14 or 26',
    schema: v.pipe(
      v.string('must be a version such as 1.27, 3.14 or 26'),
      v.regex(/^\d+(\.\d+){0,2}$/, 'must be a version such as 1.27, 3.14 or 26'),
    ),
  },
  {
    key: 'packageManager',
    kind: 'text',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: `package manager that installs the dependencies: ${packageManagerIds.join(', ')}`,
    schema: oneOf(packageManagerIds),
  },
  {
    key: 'service',
    kind: 'list',
    alias: 's',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe:
      'program to use if the project has several; Go: several or all, each as a target of one Dockerfile (repeatable)',
    schema: v.pipe(
      v.array(line, 'must be a name, or a list of names'),
      v.minLength(1, 'must name a program'),
    ),
  },
  {
    key: 'start',
    kind: 'command',
    placeholder: 'COMMAND',
    group: 'What to write',
    inPreset: true,
    describe: 'start command, run without a shell',
    schema: command,
  },
  {
    key: 'port',
    kind: 'ports',
    alias: 'p',
    placeholder: 'PORT',
    group: 'What to write',
    inPreset: true,
    describe:
      'port the program listens on, or several: 8080,9090,5353/udp; none for a program without one',
    schema: v.union(
      [
        v.literal('none', portMessage),
        v.pipe(
          v.number(portMessage),
          v.integer(portMessage),
          v.minValue(1, portMessage),
          v.maxValue(65535, portMessage),
        ),
        v.pipe(v.string(portMessage), v.regex(portList, portMessage)),
      ],
      portMessage,
    ),
  },
  {
    key: 'uid',
    kind: 'integer',
    placeholder: 'UID',
    group: 'What to write',
    inPreset: true,
    describe: 'numeric user id to run as (65532)',
    schema: userOrGroupId,
  },
  {
    key: 'gid',
    kind: 'integer',
    placeholder: 'GID',
    group: 'What to write',
    inPreset: true,
    describe: 'numeric group id to run as (65532)',
    schema: userOrGroupId,
  },
  {
    key: 'writable',
    kind: 'list',
    placeholder: 'PATH',
    group: 'What to write',
    inPreset: true,
    describe: 'path that the program writes to at run time, such as /data (repeatable)',
    schema: v.array(absolutePath, 'must be a list of absolute paths'),
  },
  {
    key: 'ship',
    kind: 'items',
    placeholder: 'PATH',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe:
      'file, folder or glob of the project to put into the image although it would be left out (repeatable)',
    schema: projectPaths,
  },
  {
    key: 'leaveOut',
    kind: 'items',
    placeholder: 'PATH',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe: 'file, folder or glob of the project to leave out of the image (repeatable)',
    schema: projectPaths,
  },
  {
    key: 'platform',
    kind: 'list',
    placeholder: 'OS/ARCH',
    group: 'What to write',
    inPreset: true,
    describe: 'platform that every base image must have (repeatable; linux/amd64 and linux/arm64)',
    schema: platforms,
  },
  {
    key: 'healthcheckCommand',
    kind: 'command',
    placeholder: 'COMMAND',
    group: 'What to write',
    inPreset: true,
    describe:
      'health check, run without a shell: the program with other arguments, such as "api healthcheck"',
    schema: command,
  },
  {
    key: 'startPeriod',
    kind: 'integer',
    placeholder: 'SECONDS',
    group: 'What to write',
    inPreset: true,
    describe: 'seconds that the program may take to start before a failing health check counts',
    schema: v.pipe(
      v.number('must be a number of seconds'),
      v.integer('must be whole seconds'),
      v.minValue(1, 'must be 1 to 3600 seconds'),
      v.maxValue(3600, 'must be 1 to 3600 seconds'),
    ),
  },
  {
    key: 'stopSignal',
    kind: 'text',
    placeholder: 'SIGNAL',
    group: 'What to write',
    inPreset: true,
    describe: `signal that ends the program, instead of the detected one: ${stopSignals.join(', ')}`,
    schema: oneOf(stopSignals),
  },
  {
    key: 'cache',
    kind: 'list',
    placeholder: 'VARIABLE',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe:
      'variable that names the folder of a cache, such as XDG_CACHE_HOME: the image sets it to a folder in /tmp (repeatable)',
    schema: v.array(
      v.pipe(
        v.string('must be the name of a variable such as XDG_CACHE_HOME'),
        v.regex(/^[A-Za-z_]\w*$/, 'must be the name of a variable such as XDG_CACHE_HOME'),
      ),
      'must be a list of variables such as XDG_CACHE_HOME',
    ),
  },
  {
    key: 'packages',
    kind: 'list',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe:
      'package of Alpine to install in the final image, such as ffmpeg, cmd:git or so:libxcb.so.1; for --base alpine (repeatable)',
    schema: v.array(
      v.pipe(
        v.string('must be the name of a package such as ffmpeg'),
        v.regex(
          /^(?:(?:so|cmd|pc):)?[A-Za-z0-9][\w.+-]*(?:[=~][\w.+-]+)?$/,
          'must be the name of a package such as ffmpeg, cmd:git or so:libxcb.so.1',
        ),
      ),
      'must be a list of packages such as ffmpeg',
    ),
  },
  // The flag is abbreviated as Go users do: --version-var.
  {
    key: 'versionVar',
    kind: 'text',
    only: 'go',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: 'Go: variable that the build argument VERSION is linked into, such as main.version',
    schema: v.pipe(
      v.string('must be a variable with its package, such as main.version'),
      v.regex(
        /^[\w.~+/-]*\w\.[A-Za-z_]\w*$/,
        'must be a variable with its package, such as main.version',
      ),
    ),
  },
  {
    key: 'tags',
    kind: 'list',
    only: 'go',
    placeholder: 'TAG',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe: "Go: build tag, instead of those of the project's own build (repeatable)",
    schema: v.array(
      v.pipe(
        v.string('must be a build tag such as sqlite_fts5'),
        v.regex(/^\w[\w.-]*$/, 'must be a build tag such as sqlite_fts5'),
      ),
      'must be a list of build tags such as sqlite_fts5',
    ),
  },
  {
    key: 'goEnv',
    kind: 'list',
    only: 'go',
    placeholder: 'NAME=VALUE',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe: 'Go: variable of the go command for the build, such as GOFIPS140=v1.0.0 (repeatable)',
    schema: v.array(
      v.pipe(
        v.string('must be a variable such as GOFIPS140=v1.0.0'),
        v.regex(
          /^(?!GOOS=|GOARCH=|GOARM=)GO[A-Z0-9]+=[\w.,:/@+-]*$/,
          'must be a variable such as GOFIPS140=v1.0.0',
        ),
      ),
      'must be a list of variables such as GOFIPS140=v1.0.0',
    ),
  },
  {
    key: 'privateModules',
    kind: 'list',
    only: 'go',
    placeholder: 'PATTERN',
    group: 'What to write',
    inPreset: true,
    orOne: true,
    describe:
      'Go: modules that no public proxy has, such as git.example.com/*; a leading ssh:// uses your SSH agent (repeatable)',
    schema: v.array(
      v.pipe(
        v.string('must be a module path such as git.example.com/*'),
        v.regex(
          /^(ssh:\/\/)?[\w*?~-]*\.[\w.*?~-]+(\/[\w.*?~-]+)*$/,
          'must be a module path such as git.example.com/*',
        ),
      ),
      'must be a list of module paths such as git.example.com/*',
    ),
  },
  {
    key: 'extras',
    kind: 'list',
    only: 'python',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: 'Python: extra of the project to install, too (repeatable)',
    schema: nameList,
  },
  {
    key: 'groups',
    kind: 'list',
    only: 'python',
    placeholder: 'NAME',
    group: 'What to write',
    inPreset: true,
    describe: 'Python: dependency group to install, too (repeatable)',
    schema: nameList,
  },
  {
    key: 'mirror',
    kind: 'items',
    placeholder: 'REGISTRY=MIRROR',
    group: 'What to write',
    inPreset: true,
    describe:
      'take the images of a registry from its mirror, such as docker.io=registry.example.com/hub (repeatable)',
    schema: v.array(mirror, 'must be a list such as docker.io=registry.example.com/hub'),
  },
  {
    key: 'expect',
    kind: 'items',
    presetOnly: true,
    group: 'What to write',
    inPreset: true,
    describe:
      'what verify and prove request, and what the program must answer: a list of { path, status, text, type }',
    schema: v.array(
      expectation,
      'must be a list such as [{ path: /health, status: 200, text: ok, type: application/json }]',
    ),
  },
  {
    key: 'preset',
    kind: 'text',
    placeholder: 'NAME',
    group: 'Where and how',
    inPreset: false,
    describe:
      'take answers from this file or built-in preset (secure-dockerfile.yaml in the project is found without it)',
    schema: line,
  },
  {
    key: 'savePreset',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'write the answers to secure-dockerfile.yaml, for the next run and for the team',
    schema: v.boolean(),
  },
  {
    key: 'output',
    kind: 'text',
    alias: 'o',
    placeholder: 'FILE',
    group: 'Where and how',
    inPreset: true,
    describe:
      'name of the Dockerfile: Dockerfile, or NAME.Dockerfile with its NAME.Dockerfile.dockerignore',
    schema: v.pipe(
      v.string('must be a file name'),
      v.regex(nameOfOutput, 'must be Dockerfile or NAME.Dockerfile, in the project itself'),
    ),
  },
  {
    key: 'yes',
    kind: 'switch',
    repeated: true,
    alias: 'y',
    group: 'Where and how',
    inPreset: false,
    describe:
      'accept what was detected and the defaults without asking; of several answers the likeliest',
    schema: v.boolean(),
  },
  {
    key: 'strict',
    kind: 'switch',
    group: 'Where and how',
    inPreset: true,
    describe:
      'with --yes, stop if the project shows several answers, instead of taking the likeliest',
    schema: v.boolean(),
  },
  {
    key: 'force',
    kind: 'switch',
    alias: 'f',
    group: 'Where and how',
    inPreset: false,
    describe: 'overwrite files that were edited by hand or not written by this tool',
    schema: v.boolean(),
  },
  {
    key: 'dryRun',
    kind: 'switch',
    alias: 'n',
    group: 'Where and how',
    inPreset: false,
    describe: 'print the files instead of writing them',
    schema: v.boolean(),
  },
  {
    key: 'diff',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print what would change as a diff, and write nothing',
    schema: v.boolean(),
  },
  {
    key: 'json',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print the result as JSON',
    schema: v.boolean(),
  },
  {
    key: 'printPlan',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print the plan as JSON before any image is pinned, and stop',
    schema: v.boolean(),
  },
  {
    key: 'offline',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'pin from the snapshot of digests that comes with this release',
    schema: v.boolean(),
  },
  {
    key: 'update',
    kind: 'switch',
    alias: 'u',
    group: 'Where and how',
    inPreset: false,
    describe: 'move the pins in the Dockerfile to the current digests',
    schema: v.boolean(),
  },
  cacheOption,
  {
    key: 'with',
    kind: 'list',
    placeholder: 'BOT',
    group: 'Where and how',
    inPreset: false,
    describe: `write the configuration of a bot that keeps the digests up to date, unless there is one: ${botNames.join(', ')}`,
    schema: v.array(oneOf(botNames)),
  },
] as const satisfies readonly Option[];

/** The options of create that are flags. */
export function createOptions(): readonly Option[] {
  return (optionTable as readonly Option[]).filter((it) => it.presetOnly !== true);
}

/** The options of `check`. */
export const checkOptions = [
  {
    key: 'strict',
    kind: 'switch',
    group: 'What to check',
    inPreset: false,
    describe:
      'fail on warnings, too: a newer image, no digest, no answer from a registry, an end of life within 90 days',
    schema: v.boolean(),
  },
  {
    key: 'offline',
    kind: 'switch',
    group: 'What to check',
    inPreset: false,
    describe: 'ask no registry: check only what the files show',
    schema: v.boolean(),
  },
  {
    key: 'json',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print the result as JSON',
    schema: v.boolean(),
  },
  cacheOption,
] as const satisfies readonly Option[];

/** The options of `update`. */
export const updateOptions = [
  {
    key: 'pin',
    kind: 'switch',
    group: 'What to write',
    inPreset: false,
    describe: 'add digests where there are none',
    schema: v.boolean(),
  },
  {
    key: 'platform',
    kind: 'list',
    placeholder: 'OS/ARCH',
    group: 'What to write',
    inPreset: false,
    describe:
      'platform that every image must have (repeatable; linux/amd64 and linux/arm64 if the image has them)',
    schema: platforms,
  },
  {
    key: 'dryRun',
    kind: 'switch',
    alias: 'n',
    group: 'Where and how',
    inPreset: false,
    describe: 'print what would move, and write nothing',
    schema: v.boolean(),
  },
  {
    key: 'diff',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print what would move as a diff, and write nothing',
    schema: v.boolean(),
  },
  {
    key: 'json',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'print the result as JSON',
    schema: v.boolean(),
  },
  {
    key: 'exitCode',
    kind: 'switch',
    group: 'Where and how',
    inPreset: false,
    describe: 'exit with 1 when a digest was behind or missing',
    schema: v.boolean(),
  },
  cacheOption,
] as const satisfies readonly Option[];

/** How to build and run the image: what `verify` and `prove` share. */
export const runOptions = [
  {
    key: 'engine',
    kind: 'text',
    placeholder: 'NAME',
    group: 'What to check',
    inPreset: false,
    describe: `container engine: ${engineNames.join(', ')} (the first one that is installed)`,
    schema: oneOf(engineNames),
  },
  {
    key: 'buildArg',
    kind: 'items',
    placeholder: 'NAME=VALUE',
    group: 'What to check',
    inPreset: false,
    describe: 'build argument, as for docker build (repeatable)',
    schema: v.array(line),
  },
  {
    key: 'secret',
    kind: 'items',
    placeholder: 'id=ID,src=FILE',
    group: 'What to check',
    inPreset: false,
    describe:
      'build secret, as for docker build (repeatable); its value must not end up in the image',
    schema: v.array(line),
  },
  {
    key: 'ssh',
    kind: 'items',
    placeholder: 'default',
    group: 'What to check',
    inPreset: false,
    describe: 'keys of an SSH agent for the build, as for docker build (repeatable)',
    schema: v.array(line),
  },
  {
    key: 'buildNetwork',
    kind: 'text',
    placeholder: 'NETWORK',
    group: 'What to check',
    inPreset: false,
    describe:
      'network of the build, as for docker build --network: host reaches a proxy on this machine',
    schema: line,
  },
  {
    key: 'path',
    kind: 'items',
    placeholder: 'PATH',
    group: 'How to run it',
    inPreset: false,
    describe:
      'path to request; it must answer below 400 (default: /, where an answer below 500 counts; repeatable)',
    schema: v.array(v.pipe(line, v.startsWith('/', 'must start with /'))),
  },
  {
    key: 'job',
    kind: 'switch',
    group: 'How to run it',
    inPreset: false,
    describe: 'the program is meant to do its work and end with 0',
    schema: v.boolean(),
  },
  {
    key: 'env',
    kind: 'items',
    alias: 'e',
    placeholder: 'NAME=VALUE',
    group: 'How to run it',
    inPreset: false,
    describe: 'environment variable for the program (repeatable)',
    schema: v.array(line),
  },
  {
    key: 'envFile',
    kind: 'text',
    placeholder: 'FILE',
    group: 'How to run it',
    inPreset: false,
    describe: 'file of environment variables for the program',
    schema: line,
  },
  {
    key: 'network',
    kind: 'text',
    placeholder: 'NETWORK',
    group: 'How to run it',
    inPreset: false,
    describe: 'network to run in, as for docker run, such as that of its database',
    schema: line,
  },
  {
    key: 'addHost',
    kind: 'items',
    placeholder: 'HOST:IP',
    group: 'How to run it',
    inPreset: false,
    describe: 'name for an address, as for docker run (repeatable)',
    schema: v.array(line),
  },
  {
    key: 'memory',
    kind: 'text',
    placeholder: 'SIZE',
    group: 'How to run it',
    inPreset: false,
    describe: 'limit of memory, as for docker run (2g)',
    schema: v.pipe(v.string(), v.regex(/^\d+[bkmg]?$/i, 'must be a size such as 512m')),
  },
  {
    key: 'cpus',
    kind: 'text',
    placeholder: 'NUMBER',
    group: 'How to run it',
    inPreset: false,
    describe: 'limit of processors, as for docker run',
    schema: v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/, 'must be a number such as 0.5')),
  },
  {
    key: 'timeout',
    kind: 'integer',
    placeholder: 'SECONDS',
    group: 'How to run it',
    inPreset: false,
    describe: 'how long it may take to start (60)',
    schema: v.pipe(
      v.number('must be a number of seconds'),
      v.integer('must be whole seconds'),
      v.minValue(1, 'must be at least 1 second'),
      v.maxValue(3600, 'must be at most 3600 seconds'),
    ),
  },
] as const satisfies readonly Option[];

const reportOption = {
  key: 'report',
  kind: 'items',
  placeholder: 'FORMAT[=FILE]',
  group: 'What to leave',
  inPreset: false,
  describe: `print the report in a format, or write it to FILE: ${reportFormats.join(', ')} (repeatable)`,
  schema: v.array(
    v.pipe(
      line,
      v.regex(
        new RegExp(`^(?:${reportFormats.join('|')})(?:=.+)?$`),
        `must be ${anyOf(reportFormats)}, each with =FILE to write it to a file`,
      ),
    ),
  ),
} as const satisfies Option;

/** The options of `verify`. */
export const verifyOptions = [
  {
    key: 'output',
    kind: 'text',
    alias: 'o',
    placeholder: 'FILE',
    group: 'What to check',
    inPreset: false,
    describe: 'the Dockerfile, relative to the project (Dockerfile)',
    schema: line,
  },
  {
    key: 'file',
    kind: 'text',
    alias: 'f',
    placeholder: 'FILE',
    group: 'What to check',
    inPreset: false,
    describe: 'the same, as docker build names this option',
    schema: line,
  },
  {
    key: 'image',
    kind: 'text',
    placeholder: 'REF',
    group: 'What to check',
    inPreset: false,
    describe: 'judge this image instead of building one; it is pulled if it is not there',
    schema: line,
  },
  {
    key: 'preset',
    kind: 'text',
    placeholder: 'NAME',
    group: 'What to check',
    inPreset: false,
    describe:
      'preset whose expect says what the program answers (secure-dockerfile.yaml in the project is found without it, unless --image is given)',
    schema: line,
  },
  {
    key: 'target',
    kind: 'text',
    placeholder: 'STAGE',
    group: 'What to check',
    inPreset: false,
    describe: 'build this stage instead of the last one',
    schema: line,
  },
  {
    key: 'platform',
    kind: 'text',
    placeholder: 'OS/ARCH',
    group: 'What to check',
    inPreset: false,
    describe: 'build and run for this platform',
    schema: v.pipe(
      v.string(),
      v.regex(/^linux\/[a-z0-9]+(\/v[0-9]+)?$/, 'must be a platform such as linux/arm64'),
    ),
  },
  {
    key: 'compare',
    kind: 'text',
    placeholder: 'FILE',
    group: 'What to check',
    inPreset: false,
    describe:
      'another Dockerfile of the project, such as the one that you had: build it, too, and show the size of its image',
    schema: line,
  },
  {
    key: 'strict',
    kind: 'switch',
    group: 'What to check',
    inPreset: false,
    describe: 'exit with 1 also when a promise was not judged, or kept with a "but"',
    schema: v.boolean(),
  },
  ...runOptions,
  {
    key: 'writable',
    kind: 'list',
    placeholder: 'PATH',
    group: 'How to run it',
    inPreset: false,
    describe:
      'path that the program may write to, besides /tmp and the volumes of the image (repeatable)',
    schema: v.array(absolutePath),
  },
  {
    key: 'keep',
    kind: 'switch',
    group: 'What to leave',
    inPreset: false,
    describe: 'keep the image and the container',
    schema: v.boolean(),
  },
  reportOption,
  {
    key: 'json',
    kind: 'switch',
    group: 'What to leave',
    inPreset: false,
    describe: 'print the report as JSON, as --report json does',
    schema: v.boolean(),
  },
] as const satisfies readonly Option[];

/** Options of create that mean nothing where nothing is asked and no file is only shown. */
const notProven: readonly string[] = [
  'strict',
  'savePreset',
  'dryRun',
  'diff',
  'printPlan',
  'with',
  'update',
];

/** The options of `prove`: those that describe the files, and how to build and run the image. */
export const proveOptions: readonly Option[] = [
  ...createOptions().filter((it) => !notProven.includes(it.key)),
  {
    key: 'dryRun',
    kind: 'switch',
    alias: 'n',
    group: 'Where and how',
    inPreset: false,
    describe: 'print what would be tried, and build nothing',
    schema: v.boolean(),
  },
  {
    key: 'timeLimit',
    kind: 'integer',
    placeholder: 'MINUTES',
    group: 'Where and how',
    inPreset: false,
    describe: 'begin no further round after this time (30)',
    schema: v.pipe(
      v.number('must be a number of minutes'),
      v.integer('must be whole minutes'),
      v.minValue(1, 'must be at least 1 minute'),
    ),
  },
  ...runOptions,
  reportOption,
];

export type OptionKey = (typeof optionTable)[number]['key'];

/** The values of a table's options, by key. Only those that are given. */
export type ValuesOf<Table extends readonly Option[]> = {
  readonly [Row in Table[number] as Row['key']]?: Readonly<v.InferOutput<Row['schema']>>;
};

/** The values that flags or a preset give. */
export type Values = ValuesOf<typeof optionTable>;

/** @returns the flag of a key: `runtimeVersion` is `runtime-version`. */
export function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * The schema of preset files for editors (presets/preset.schema.json). An unknown key is an error.
 */
export function presetSchema() {
  const entries: Record<string, v.GenericSchema> = {};
  for (const option of optionTable as readonly Option[]) {
    if (option.inPreset)
      entries[option.key] = v.optional(v.pipe(asWritten(option), v.description(option.describe)));
  }
  return v.strictObject(entries);
}

/**
 * The forms that a preset accepts: a command as one line, a list as a single value, a version as a
 * number. presets/parse.ts converts them to the values that `schema` checks.
 */
function asWritten(option: Option): v.GenericSchema {
  if (option.kind === 'command' || option.orOne) return v.union([line, option.schema]);
  if (option.kind === 'version') return v.union([v.pipe(v.number(), v.integer()), option.schema]);
  return option.schema;
}
