/**
 * Installs what gunicorn's worker for gevent imports. From 27 on, only the extra gevent of gunicorn
 * requires it, and lists often have gevent itself: https://pypi.org/project/gunicorn/27.0.1/
 */
import { isBefore } from '../package.ts';
import { type Installation, isResolvedByPip, withRequirements } from './installation.ts';

const imported = 'packaging';

/** @returns the installation with it, if pip resolves it, and may choose that gunicorn. */
export function withGeventWorker(installation: Installation): Installation {
  const { packages } = installation;
  const gunicorn = packages.find((it) => it.name === 'gunicorn');
  const gevent = packages.find((it) => it.name === 'gevent');
  if (!gunicorn || !gevent || isBefore(gunicorn, '27')) return installation;
  if (gunicorn.extras.includes('gevent') || packages.some((it) => it.name === imported))
    return installation;
  if (!isResolvedByPip(installation)) return installation;
  const { evidence } = gunicorn;
  return {
    ...withRequirements(installation, [imported]),
    packages: [...packages, { name: imported, version: null, extras: [], wheels: null, evidence }],
    notes: [
      ...installation.notes,
      {
        code: 'python/gevent-worker',
        level: 'info',
        text: `${imported} is installed, too: gunicorn's worker for gevent imports it, and no list names it`,
        hint: 'Write gunicorn[gevent] in place of gunicorn.',
        evidence: [evidence],
      },
    ],
  };
}
