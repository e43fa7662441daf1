/**
 * Explains why a command is only for development: it serves sources while they change. Frameworks
 * list their development commands themselves. This file lists those of other tools.
 */
import type { DevelopmentCommand } from './framework.ts';
import { frameworks } from './index.ts';

const restarts = 'it restarts the program whenever a file changes';
const serves = 'it is a development server';

const tools: readonly DevelopmentCommand[] = [
  { command: /^nodemon(?: |$)/, why: 'nodemon restarts the program whenever a file changes' },
  { command: /^(?:ts-node-dev|tsnd|node-dev|supervisor)(?: |$)/, why: restarts },
  {
    command: /^tsx (?:watch\b|.*--watch\b)/,
    why: 'tsx watch restarts the program whenever a file changes',
  },
  {
    command: /^node (?:.*\s)?--watch(?:-path)?\b/,
    why: 'node --watch restarts the program whenever a file changes',
  },
  {
    command: /^bun (?:.*\s)?--(?:watch|hot)\b/,
    why: 'bun --watch restarts the program whenever a file changes',
  },
  {
    command: /^nest .*--watch\b/,
    why: 'nest start --watch restarts the program whenever a file changes',
  },
  { command: /^(?:webpack-dev-server|live-server|browser-sync)(?: |$)/, why: serves },
  { command: /^nx (?:serve|dev)\b/, why: serves },
  { command: /^rspack (?:serve|dev|preview)\b/, why: serves },
  { command: /^strapi (?:develop|dev)\b/, why: 'strapi develop rebuilds while it runs' },
  {
    command:
      /^(?:storybook|start-storybook|wrangler|netlify|vercel|expo|electron)(?: dev\b| preview\b| start\b|$)/,
    why: serves,
  },
  { command: /^(?:jest|vitest|mocha|cypress|playwright)(?: |$)/, why: 'it runs tests' },
];

/**
 * @param words a command, program first.
 * @param depends whether the package depends on a package.
 * @returns the reason; `null` if the command may run in production.
 */
export function developmentReason(
  words: readonly string[],
  depends: (name: string) => boolean = () => false,
): string | null {
  const [program = '', ...rest] = words;
  const text = [program.replace(/^.*\//, ''), ...rest].join(' ');
  const commands = [...tools, ...frameworks.flatMap((it) => it.development)];
  const found = commands.find(
    (it) => it.command.test(text) && (it.only === undefined || depends(it.only)),
  );
  return found?.why ?? null;
}
