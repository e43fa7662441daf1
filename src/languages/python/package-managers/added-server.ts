/**
 * Installs the usual server of an application that no list has one for. Images that bring the server
 * with Python are why lists lack it: https://hub.docker.com/r/tiangolo/uvicorn-gunicorn-fastapi
 */
import { type Installation, withRequirements } from './installation.ts';

/** @returns the installation with the server, if pip installs it. A lock file stays as it is. */
export function withAddedServer(installation: Installation, server: string): Installation {
  const { manager, packages, members, unread, evidence } = installation;
  if (manager !== 'pip' || members.length > 0 || unread) return installation;
  const [place] = evidence;
  if (!place || !installation.steps.some((it) => it.installs === 'packages')) return installation;
  const because = `${server} is installed, too`;
  return {
    ...withRequirements(installation, [server]),
    packages: [
      ...packages,
      {
        name: server,
        version: null,
        extras: [],
        wheels: null,
        added: true,
        evidence: { ...place, because },
      },
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/server-added',
        level: 'warning',
        text: `${server} is installed, too: the program needs a server, and no list names one`,
        hint: `Add ${server} to the packages of the project.`,
        evidence: [place],
      },
    ],
  };
}
