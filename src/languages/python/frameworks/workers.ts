/**
 * Finds programs that the command of a library runs: workers of task queues beside Celery, and
 * functions. To add a library, add an object here.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { importPlace } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import type { Installation } from '../package-managers/installation.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

interface Library {
  /** The package on PyPI. */
  readonly packageName: string;
  /** Finds the names of a module that the command takes. Empty if the module has none. */
  readonly names: (module: PythonModule) => readonly Named[];
  /** The command, with the modules that have something for it, the first of which has the names. */
  readonly words: (modules: readonly string[], name: string, file: string) => readonly string[];
  /** Where it listens; `null` for a worker. */
  readonly port: number | null;
  /** The smallest file that shows it, and the command for `tasks.py`. */
  readonly example: readonly [source: string, command: string];
}

interface Named {
  readonly name: string;
  readonly line: number;
}

export const libraries: readonly Library[] = [
  // https://dramatiq.io/guide.html#workers: it imports every module that has actors.
  {
    packageName: 'dramatiq',
    names: (it) => decorated(it, /^(?:dramatiq\.)?actor\b/),
    words: (modules) => ['dramatiq', ...modules],
    port: null,
    example: ['import dramatiq\n@dramatiq.actor\ndef add(x): pass\n', 'dramatiq tasks'],
  },
  // https://arq-docs.helpmanual.io/#arq.worker.Worker
  {
    packageName: 'arq',
    names: (it) => classes(it, /\b(?:functions|cron_jobs)\s*(?::[^=\n]*)?=/),
    words: ([module = ''], name) => ['arq', `${module}.${name}`],
    port: null,
    example: [
      'import arq\nclass WorkerSettings:\n    functions = []\n',
      'arq tasks.WorkerSettings',
    ],
  },
  // https://huey.readthedocs.io/en/latest/consumer.html
  {
    packageName: 'huey',
    names: (it) => assigned(it, /^(?:huey\.)?(?:\w*Huey)\(/),
    words: ([module = ''], name) => ['huey_consumer', `${module}.${name}`],
    port: null,
    example: ['from huey import RedisHuey\nqueue = RedisHuey()\n', 'huey_consumer tasks.queue'],
  },
  // https://taskiq-python.github.io/guide/cli.html#worker
  {
    packageName: 'taskiq',
    names: (it) => assigned(it, /^(?:[\w.]*\.)?\w*Broker\(/),
    words: ([module = '', ...others], name) => ['taskiq', 'worker', `${module}:${name}`, ...others],
    port: null,
    example: [
      'from taskiq import InMemoryBroker\nbroker = InMemoryBroker()\n',
      'taskiq worker tasks:broker',
    ],
  },
  // https://procrastinate.readthedocs.io/en/stable/quickstart.html
  {
    packageName: 'procrastinate',
    names: (it) => assigned(it, /^(?:procrastinate\.)?App\(/),
    words: ([module = ''], name) => ['procrastinate', '--app', `${module}.${name}`, 'worker'],
    port: null,
    example: [
      'import procrastinate\napp = procrastinate.App(connector=None)\n',
      'procrastinate --app tasks.app worker',
    ],
  },
  // https://faststream.ag2.ai/latest/getting-started/cli/
  {
    packageName: 'faststream',
    names: (it) => assigned(it, /^(?:faststream\.)?FastStream\(/),
    words: ([module = ''], name) => ['faststream', 'run', `${module}:${name}`],
    port: null,
    example: [
      'from faststream import FastStream\napp = FastStream()\n',
      'faststream run tasks:app',
    ],
  },
  // https://github.com/GoogleCloudPlatform/functions-framework-python#configure-the-functions-framework
  {
    packageName: 'functions-framework',
    names: (it) => decorated(it, /^functions_framework\.(?:http|cloud_event|typed)\b/),
    words: (_, name, file) => [
      'functions-framework',
      '--target',
      name,
      ...(file === 'main.py' ? [] : ['--source', file]),
      '--port',
      '8080',
    ],
    port: 8080,
    example: [
      'import functions_framework\n@functions_framework.http\ndef hello(request): return "x"\n',
      'functions-framework --target hello --source tasks.py --port 8080',
    ],
  },
];

/**
 * @param besides whether the project has programs of another kind.
 * @returns a program for the first library that something is written for.
 */
export function workerPrograms(
  modules: readonly PythonModule[],
  installation: Installation | undefined,
  besides: boolean,
): readonly Program[] {
  const names = installation?.packages.map((it) => it.name) ?? [];
  for (const library of libraries.filter((it) => names.includes(it.packageName))) {
    const word = library.packageName.replaceAll('-', '_');
    const found = modules
      .filter((it) => it.text.includes(word))
      .flatMap((module) => library.names(module).map((named) => ({ module, named })));
    const [first] = found;
    if (!first) continue;
    const using = [...new Set(found.map((it) => it.module))];
    const places = using.map((it) => importPlace(it, modules));
    const { path } = first.module;
    const evidence: Evidence = {
      file: path,
      line: first.named.line,
      because: `${first.named.name} is for ${library.packageName}`,
    };
    const value = library.words(
      places.map((it) => it.name),
      first.named.name,
      path,
    );
    const because =
      library.port === null
        ? 'a worker listens on no port'
        : `the port that ${library.packageName} is started with`;
    return [
      {
        ...nothingKnown,
        ...(besides ? { suffix: '-worker' } : {}),
        evidence: [evidence],
        entry: { files: using.map((it) => it.path), main: null },
        start: { kind: 'found', value, evidence: [evidence] },
        port: {
          kind: library.port === null ? 'found' : 'suggested',
          value: library.port,
          evidence: [{ ...evidence, because }],
        },
        details: {
          ...plain,
          framework: library.packageName,
          port: library.port,
          handlesStop: true,
          paths: [...new Set(places.flatMap((it) => it.path ?? []))],
        },
      },
    ];
  }
  return [];
}

/** The functions with a decorator. */
function decorated({ root }: PythonModule, decorator: RegExp): readonly Named[] {
  return (root?.all('decorated_definition') ?? []).flatMap((it) => {
    const fits = it.parts.some(
      (part) => part.type === 'decorator' && decorator.test(part.text.replace(/^@\s*/, '')),
    );
    return fits ? named(it.field('definition')?.field('name')) : [];
  });
}

/** The classes whose body matches. */
function classes({ root }: PythonModule, body: RegExp): readonly Named[] {
  return (root?.all('class_definition') ?? []).flatMap((it) =>
    body.test(it.field('body')?.text ?? '') ? named(it.field('name')) : [],
  );
}

/** The names of the module that are given what a call makes. */
function assigned(module: PythonModule, call: RegExp): readonly Named[] {
  return [...module.namesOf()].flatMap(([name, bindings]) =>
    bindings.flatMap((it) =>
      it.kind === 'value' && it.value.type === 'call' && call.test(it.value.text)
        ? [{ name, line: it.node.line }]
        : [],
    ),
  );
}

function named(node: SyntaxNode | undefined): readonly Named[] {
  return node ? [{ name: node.text, line: node.line }] : [];
}
