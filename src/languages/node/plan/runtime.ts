/** Turns the start command into ENTRYPOINT, environment and health check. */
import type { EnvironmentLine, RuntimePlan } from '../../language.ts';
import type { NodePlanInput, ServiceDetails } from '../details.ts';
import { interpreterOf } from '../runtime/interpreters.ts';
import { openPreload, whyOpenPreload } from '../runtime/local-server.ts';
import { takesValue } from '../start/flags.ts';
import { resolveWords } from '../start/resolve.ts';

/**
 * @param interpreter the path of the interpreter in the final image.
 * @param packageFlags flags for node that load the packages.
 */
export function runtimeOf(
  { choices }: NodePlanInput,
  details: ServiceDetails,
  interpreter: string,
  packageFlags: readonly string[],
): RuntimePlan {
  const { always, stop } = interpreterOf(details.interpreter);
  const { program, rest } = splitStart(details.given ?? choices.start.value, details);
  const port = choices.port.value;
  const environment: EnvironmentLine[] = [
    {
      name: 'NODE_ENV',
      value: details.mode,
      why:
        details.mode === 'production'
          ? 'Turns off the development features of frameworks and libraries.'
          : 'The program listens only where this is not "production".',
    },
    ...details.environment,
    ...(port !== null && details.portVariable !== null
      ? [
          {
            name: details.portVariable,
            value: String(port),
            why: 'The program listens on this port.',
          },
        ]
      : []),
  ];
  const stops = details.handler === null && program[0] !== '-e' ? stop.flags : [];
  const opens =
    details.localOnly && port !== null && program[0] !== '-e'
      ? ['--import', openPreload(port, details.portVariable)]
      : [];
  const why = [
    ...(always ? [always.why] : []),
    ...(stops.length > 0 ? [whyPreload] : []),
    ...(opens.length > 0 ? [whyOpenPreload] : []),
  ];
  return {
    entrypoint: [
      interpreter,
      ...(always?.flags ?? []),
      ...packageFlags,
      ...stops,
      ...opens,
      ...program,
    ],
    arguments: rest,
    environment,
    writable: details.writable,
    ownCertificates: true,
    entrypointWhy: why,
    ...(port === null
      ? {}
      : {
          healthcheck: (details.speaksOther ? connection : healthcheck)(
            interpreter,
            details.portVariable,
            port,
          ),
        }),
  };
}

const whyPreload =
  'PID 1 ignores SIGTERM unless it has a handler, and this program has none. The preload adds one, so "docker stop" works at once.';

/** Splits `node FLAGS FILE`, which is the program, from its default arguments. */
function splitStart(
  words: readonly string[],
  details: ServiceDetails,
): { program: readonly string[]; rest: readonly string[] } {
  const resolved = resolveWords({ manifest: details.manifest, binary: () => undefined }, words);
  const plain = resolved.kind === 'node' ? resolved.words : words;
  const inner = plain[0] === details.interpreter ? plain.slice(1) : plain;
  for (let index = 0; index < inner.length; index += 1) {
    const word = inner[index] ?? '';
    if (takesValue(details.interpreter, word)) index += 1;
    else if (!word.startsWith('-'))
      return { program: inner.slice(0, index + 1), rest: inner.slice(index + 1) };
  }
  return { program: inner, rest: [] };
}

/**
 * Accepts any answer below 500. Uses `redirect: 'manual'`, because the target may not be in this
 * container.
 */
function healthcheck(
  interpreter: string,
  variable: string | null,
  port: number,
): { command: readonly string[]; why: string } {
  const where =
    variable === null
      ? `'http://127.0.0.1:${port}/'`
      : `'http://127.0.0.1:'+(process.env.${variable}||${port})+'/'`;
  const script = `fetch(${where},{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))`;
  return {
    command: [interpreter, '-e', script],
    why: 'Sends an HTTP request without a shell or curl. Any status below 500 counts as healthy.',
  };
}

/**
 * Checks servers for TLS, mail, gRPC and similar protocols. It reads the greeting and closes the
 * connection properly, because a reset would end a program whose sockets have no error handler.
 */
function connection(
  interpreter: string,
  variable: string | null,
  port: number,
): { command: readonly string[]; why: string } {
  const where = variable === null ? String(port) : `process.env.${variable}||${port}`;
  const script = `let code=1;const s=require('net').connect(${where},'127.0.0.1',()=>{code=0;s.end();setTimeout(process.exit,500,0)});s.resume().on('error',()=>{}).on('close',()=>process.exit(code))`;
  return {
    command: [interpreter, '-e', script],
    why: 'Connects to the program without a shell: its protocol is not plain HTTP.',
  };
}
