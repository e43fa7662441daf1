/**
 * Reads the registry logins that docker has on this machine: from its config.json and the
 * credential helpers configured there.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '../registry/auth.ts';
import { findCredential, readHelper } from '../registry/config.ts';
import { type Credentials, remember } from '../registry/session.ts';
import { findProgram } from './node-programs.ts';

const helperTimeoutMs = 15_000;

/**
 * Reads the file once, and asks each helper once for each registry. Does neither before a registry
 * requires a login.
 */
export function readCredentials(env: Readonly<Record<string, string | undefined>>): Credentials {
  const config = remember((path: string) => readFile(path, 'utf8').catch(() => undefined));
  return remember(async (registry: string): Promise<Credential | undefined> => {
    const source = findCredential(
      await config(join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json')),
      registry,
    );
    switch (source.kind) {
      case 'none':
        return undefined;
      case 'known':
        return source.credential;
      case 'helper':
        return (await askHelper(source.name, source.server, env)) ?? source.otherwise;
    }
  });
}

/**
 * Uses the protocol of docker-credential-helpers: `get`, with the server on standard input. If the
 * helper has no login or is missing, there is no login.
 */
async function askHelper(
  name: string,
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Credential | undefined> {
  const program = findProgram(`docker-credential-${name}`, env);
  if (program === undefined) return undefined;
  const { execa } = await import('execa');
  const answer = await execa(program, ['get'], {
    input: server,
    env,
    extendEnv: false,
    reject: false,
    timeout: helperTimeoutMs,
    stderr: 'ignore',
  });
  return answer.exitCode === 0 ? readHelper(answer.stdout) : undefined;
}
