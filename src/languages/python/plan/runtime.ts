/**
 * Decides how the program runs in the image: command, environment, stop signal and health check.
 */
import type { PythonPlanInput } from '../details.ts';
import { firstOf } from '../../shared/findings.ts';
import type { EnvironmentLine, RuntimePlan } from '../../language.ts';
import { sourcesPath } from '../code/places.ts';
import { packagesOf, type PythonService } from '../details.ts';
import { cacheVariables } from './caches.ts';
import { type Interpreter, onPort, splitStart } from './command.ts';

export function runtimeOf(input: PythonPlanInput, interpreter: Interpreter): RuntimePlan {
  const { service, choices } = input;
  const details = service.details;
  const port = choices.port.value;
  const words = choices.start.value;
  const isDetected = firstOf(service.start)?.value.join('\0') === words.join('\0');
  const moved = isDetected && details.port !== null && port !== null;
  return {
    ...splitStart(moved ? onPort(words, details.port, port) : words, interpreter),
    environment: environmentOf(input, interpreter),
    writable: details.writable,
    ...(details.handlesStop || !isDetected ? {} : { stopSignal }),
    ...(port === null ? {} : { healthcheck: healthcheckOf(interpreter, port, details.probe) }),
  };
}

const stopSignal: NonNullable<RuntimePlan['stopSignal']> = {
  signal: 'SIGINT',
  why: 'PID 1 ignores SIGTERM unless it has a handler, and this program has none. SIGINT ends Python (KeyboardInterrupt).',
};

const always: readonly EnvironmentLine[] = [
  { name: 'PYTHONUNBUFFERED', value: '1', why: 'Writes output to the log without buffering.' },
  {
    name: 'PYTHONDONTWRITEBYTECODE',
    value: '1',
    why: 'The build compiled the bytecode, so nothing is written at run time.',
  },
];

function environmentOf(
  input: PythonPlanInput,
  interpreter: Interpreter,
): readonly EnvironmentLine[] {
  const { facts, service, choices, offer } = input;
  const { environment, paths } = service.details;
  const lines: EnvironmentLine[] = [...always];
  if (interpreter.environment !== null)
    lines.push(
      {
        name: 'PATH',
        value: `${interpreter.scripts}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        why: 'Puts the programs of the installed packages on the search path.',
      },
      {
        name: 'VIRTUAL_ENV',
        value: interpreter.environment,
        why: 'Marks the virtual environment as active.',
      },
    );
  if (paths.length > 0)
    lines.push({
      name: 'PYTHONPATH',
      value: paths.map((it) => (it === '.' ? sourcesPath : `${sourcesPath}/${it}`)).join(':'),
      why: 'Names the folders that Python imports modules from.',
    });
  lines.push(
    ...environment,
    ...cacheVariables(packagesOf(facts, choices.packageManager.value, service.name)),
    ...portVariable(input),
  );
  if (!offer.contents.certificates)
    lines.push({
      name: 'SSL_CERT_FILE',
      value: '/etc/ssl/certs/ca-certificates.crt',
      why: "Names the certificate authorities: Debian's OpenSSL looks for them elsewhere.",
    });
  return lines;
}

/** Set if the chosen port is not the port in the code. */
function portVariable({ service, choices }: PythonPlanInput): readonly EnvironmentLine[] {
  const name = service.details.portVariable;
  const port = choices.port.value;
  const isOwn = port === firstOf(service.port)?.value && !service.details.portDemanded;
  if (name === null || port === null || isOwn) return [];
  const why = 'The program listens on this port.';
  return [{ name, value: String(port), why }];
}

/** -I prevents a module of the program from replacing one of the standard library. */
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
      why: 'Connects to the program without a shell: its protocol is not plain HTTP.',
    };
  const code = `import http.client as h; c = h.HTTPConnection('127.0.0.1', ${port}, timeout=3); c.request('GET', '/'); raise SystemExit(c.getresponse().status >= 500)`;
  return {
    command: [interpreter.path, '-I', '-c', code],
    why: 'Sends an HTTP request without a shell or curl. Any status below 500 counts as healthy.',
  };
}
