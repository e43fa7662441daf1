/** Facts, choices and the base's offer in; everything that templates/python prints out. */
import type { Libc, Note, View } from '../../../types.ts';
import type { EnvironmentLine, LanguagePlan, PlanInput, RuntimePlan } from '../../language.ts';
import { exportsOf, mountsOf } from '../../../dockerfile/build-secrets.ts';
import { librariesView } from '../../shared/shared-libraries.ts';
import { installSystemPackages } from '../../shared/system-packages.ts';
import { cacheVariables } from './caches.ts';
import { onPort, splitStart, type Interpreter } from './command.ts';
import {
  installationOf,
  packagesOf,
  projectOf,
  serviceOf,
  type Installation,
  type Member,
  type PythonService,
} from '../details.ts';
import { compilersFor } from './compilers.ts';
import { sourcesPath } from '../code/paths.ts';
import { systemPackages } from '../runtime/system-packages.ts';

/** One place in the build and in the image: scripts and pyvenv.cfg hold its path. */
const environmentPath = '/opt/venv';

/** uv's tags of a minor version get its fixes: https://docs.astral.sh/uv/guides/integration/docker/ */
const uvImage = { registry: 'ghcr.io', repository: 'astral-sh/uv', tag: '0.13' };

export function planPython({ facts, service, choices, offer }: PlanInput): LanguagePlan {
  const installation = installationOf(facts, choices.packageManager.value);
  const project = projectOf(facts);
  const packages = packagesOf(facts, choices.packageManager.value, service.name);
  const member = installation?.members.find((it) => it.name === serviceOf(service).member);
  const program = choices.start.value[0] ?? '';
  // The project is installed as a package only where something needs that: a script that it declares, or its metadata.
  const isScript = project.backend !== null && project.scripts.includes(program);
  const backend = isScript || project.readsMetadata ? project.backend : null;
  const installs =
    packages.length > 0 ||
    installation?.unread === true ||
    backend !== null ||
    installation?.needsSources === true;
  const version = choices.runtimeVersion.value.split('.').slice(0, 2).join('.');
  const copied = offer.interpreter === null;
  const location = offer.interpreter ?? `/usr/local/bin/python${version}`;
  const interpreter: Interpreter = installs
    ? { path: `${environmentPath}/bin/python`, scripts: `${environmentPath}/bin` }
    : { path: location, scripts: '/usr/local/bin' };
  // A base that brings the interpreter lacks only what packages load besides.
  const system = systemView(service, offer.libc);
  const prepared = [
    ...(copied ? ['/rootfs/usr/local'] : []),
    ...(system ? ['/rootfs/usr/bin', '/rootfs/usr/lib'] : []),
  ];
  const roots = [...prepared, ...(installs ? [environmentPath] : [])];
  const libraries = roots.length > 0 ? librariesView({ files: [], folders: roots }, offer) : null;
  const mounted = libraries !== null && offer.image !== null;
  const writable = [...serviceOf(service).writable, ...choices.writable.value];
  const { leftOut } = serviceOf(service);
  const seeded = [...new Set(writable)].filter(
    (it) =>
      isInSources(it) &&
      project.files.some(
        (file) =>
          `${sourcesPath}/${file}`.startsWith(`${it}/`) &&
          !leftOut.some((out) => file === out || file.startsWith(`${out}/`)),
      ),
  );
  const compilers = compilersFor(packages, version, offer.libc, installation?.git === true);

  const secrets = installs ? (member?.script?.secrets ?? installation?.secrets ?? []) : [];
  const binds = installs ? (installation?.mounts ?? []) : [];
  // What builds is installed by pip as well, and follows its configuration; variables stand in other files.
  const configured = binds.length > 0 || (installation?.withLogin ?? []).length > 0;

  const { notes, ...runtime } = runtimeOf({ facts, service, choices, offer }, interpreter);
  return {
    images: installs && installation?.uv ? { uv: uvImage } : {},
    targets: [{ runtime, program: {} }],
    project: {
      ...installView(installs ? installation : undefined, member),
      mounts: [...mountsOf(secrets), ...binds],
      toolMounts: configured
        ? [...mountsOf(secrets.filter((it) => it.kind === 'file')), ...binds]
        : [],
      exports: exportsOf(secrets),
      system,
      compilers: compilers === null ? null : { install: compilers },
      bare:
        installs && !installation?.uv && !installation?.exporter && !installation?.pip
          ? { path: environmentPath }
          : null,
      backend:
        backend === null
          ? null
          : {
              requires: backend.requires,
              version: backend.versionControl ? 'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 ' : '',
            },
      environment: installs ? { path: environmentPath } : null,
      interpreter: copied ? { name: `python${version}` } : null,
      retarget: installs && !copied ? { interpreter: location, name: `python${version}` } : null,
      collect: collectView(service, `python${version}`),
      libraries,
      mounted: mounted ? { stage: 'base' } : null,
      direct: mounted ? null : { stage: 'runtime' },
      staged: copied || libraries !== null ? { path: '/rootfs/' } : null,
      unstaged: copied || libraries !== null ? null : { path: '/rootfs/' },
      sources: isScript ? null : { path: sourcesPath },
      working: isScript && writable.some((it) => isInSources(it)) ? { path: sourcesPath } : null,
      links: isScript ? [] : serviceOf(service).links.map((it) => ({ ...it })),
      seeded:
        isScript || seeded.length === 0
          ? null
          : { paths: seeded, user: `${choices.uid.value}:${choices.gid.value}` },
      unshipped: isScript ? null : unshippedView(project.files, installation, member),
    },
    ignore: {
      kept: null,
      withLogin: installation?.withLogin ?? [],
      written: leftOut.length > 0 ? { paths: leftOut } : null,
    },
    secrets,
    notes,
  };
}

function isInSources(path: string): boolean {
  return path.startsWith(`${sourcesPath}/`);
}

/** One of the package managers' keys is not null, where anything is installed. */
function installView(
  installation: Installation | undefined,
  member: Member | undefined,
): { readonly [key: string]: View[string] } {
  const script = installation ? (member?.script ?? null) : null;
  const lock = script?.lock ? [script.lock] : [];
  return {
    manifests: installation?.needsSources
      ? [{ paths: ['.', './'] }]
      : manifestsView([...(installation?.manifests ?? []), ...lock]),
    uv: installation?.uv
      ? {
          environment: script ? 'VIRTUAL_ENV' : 'UV_PROJECT_ENVIRONMENT',
          options: [
            ...installation.uv.options,
            ...(member?.selection ?? installation.uv.selection),
          ],
        }
      : null,
    script: script
      ? { file: script.file, copied: [script.file, '/tmp/'], source: `/tmp/${script.file}` }
      : null,
    exporter: installation?.exporter ?? null,
    pip: installation?.pip ?? null,
  };
}

/** COPY flattens: one line for each folder that manifests lie in. */
function manifestsView(files: readonly string[]): readonly View[] {
  const folders = [...new Set(files.map((it) => it.split('/').slice(0, -1).join('/')))];
  return folders.map((folder) => ({
    paths: [
      ...files.filter((it) => it.split('/').slice(0, -1).join('/') === folder),
      folder === '' ? './' : `${folder}/`,
    ],
  }));
}

/** What people and package managers read, and no program. */
function unshippedView(
  files: readonly string[],
  installation: Installation | undefined,
  member: Member | undefined,
): View | null {
  const paths = [
    ...new Set([
      ...(installation?.unshipped ?? []),
      'pyproject.toml',
      ...files.filter((it) =>
        /^(?:README|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|CHANGELOG|CHANGES|HISTORY|AUTHORS|NOTICE|LICEN[CS]E)(?:\.\w+)?$/i.test(
          it,
        ),
      ),
    ]),
  ].filter((it) => files.includes(it));
  if (member?.script?.lock) paths.push(member.script.lock);
  if (member && !member.script)
    paths.push(
      ...(installation?.members ?? [])
        .map((it) => it.folder)
        .filter((it) => !member.folders.includes(it)),
      ...member.folders.map((it) => `${it}/pyproject.toml`),
    );
  return paths.length > 0 ? { paths } : null;
}

/** With the build image's interpreter: the virtual environment may lead to one that only the final image has. */
function collectView(service: PlanInput['service'], interpreter: string): View | null {
  const { collect } = serviceOf(service);
  if (!collect) return null;
  const variables = collect.variables.map(
    (it) => `${it}=${/URL|DSN/.test(it) ? 'sqlite://:memory:' : 'build'} `,
  );
  if (collect.settings !== null) variables.unshift(`DJANGO_SETTINGS_MODULE=${collect.settings} `);
  return {
    variables: variables.join(''),
    packages: `${environmentPath}/lib/${interpreter}/site-packages`,
    program: `${collect.folder === '' ? '' : `${collect.folder}/`}manage.py`,
  };
}

/** What is started or loaded by name: nothing links it, so its files are named, and the loader says what they need. */
function systemView(service: PlanInput['service'], libc: Libc): View | null {
  const needed = systemPackages.filter((it) =>
    serviceOf(service).system.packages.includes(it.title),
  );
  if (needed.length === 0) return null;
  const names = needed.map((it) => (libc === 'musl' ? it.alpine : it.debian));
  return {
    title: needed.map((it) => it.title).join(', '),
    install: installSystemPackages(libc, names),
    files: needed.flatMap((it) => it.files),
  };
}

function runtimeOf(
  { facts, service, choices, offer }: PlanInput,
  interpreter: Interpreter,
): RuntimePlan & { readonly notes: readonly Note[] } {
  const details = serviceOf(service);
  const port = choices.port.value;
  const suggested =
    service.start.kind === 'found' || service.start.kind === 'suggested'
      ? service.start.value
      : undefined;
  const asSuggested =
    suggested !== undefined && suggested.join('\0') === choices.start.value.join('\0');
  const words =
    asSuggested && details.port !== null && port !== null
      ? onPort(choices.start.value, details.port, port)
      : choices.start.value;
  const found =
    service.port.kind === 'found' || service.port.kind === 'suggested'
      ? service.port.value
      : undefined;
  const environment: EnvironmentLine[] = [
    { name: 'PYTHONUNBUFFERED', value: '1', why: 'Output reaches the log at once.' },
    {
      name: 'PYTHONDONTWRITEBYTECODE',
      value: '1',
      why: 'Bytecode was compiled in the build: nothing is written at run time.',
    },
  ];
  if (details.system.scripts)
    environment.push({
      name: 'PATH',
      value: `${interpreter.scripts}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      why: 'The program starts others of its packages by their names.',
    });
  if (details.paths.length > 0)
    environment.push({
      name: 'PYTHONPATH',
      value: details.paths.map((it) => `${sourcesPath}/${it}`).join(':'),
      why: 'Where the modules are imported from.',
    });
  environment.push(
    ...details.environment,
    ...cacheVariables(packagesOf(facts, choices.packageManager.value, service.name)),
  );
  if (details.portVariable !== null && port !== null && port !== found)
    environment.push({
      name: details.portVariable,
      value: String(port),
      why: 'The program listens on the port that this variable names.',
    });
  if (!offer.brings.certificates)
    environment.push({
      name: 'SSL_CERT_FILE',
      value: '/etc/ssl/certs/ca-certificates.crt',
      why: 'OpenSSL of Debian looks for the certificate authorities elsewhere.',
    });
  return {
    ...splitStart(words, interpreter),
    environment,
    writable: details.writable,
    ...(details.handlesStop || !asSuggested
      ? {}
      : {
          stopSignal: {
            signal: 'SIGINT',
            why: 'The program has no handler for SIGTERM, and process 1 ignores what it does not handle; SIGINT ends Python (KeyboardInterrupt).',
          },
        }),
    ...(port === null ? {} : { healthcheck: healthcheckOf(interpreter, port, details.probe) }),
    notes: [],
  };
}

/** -I: no module of the program stands in for one of the standard library. */
function healthcheckOf(
  interpreter: Interpreter,
  port: number,
  probe: PythonService['probe'],
): NonNullable<RuntimePlan['healthcheck']> {
  if (probe === 'connection')
    return {
      command: [
        interpreter.path,
        '-I',
        '-c',
        `import socket; socket.create_connection(('127.0.0.1', ${port}), timeout=3)`,
      ],
      why: 'Healthy: it accepts connections.',
    };
  const code = `import http.client as h; c = h.HTTPConnection('127.0.0.1', ${port}, timeout=3); c.request('GET', '/'); raise SystemExit(c.getresponse().status >= 500)`;
  return {
    command: [interpreter.path, '-I', '-c', code],
    why: 'Healthy: it answers HTTP, with no error of its own.',
  };
}
