/** Finds the development dependencies that the program loads when it runs. */
import { lockedPackages } from '../files/documents.ts';
import { isRecord, type Manifest } from '../files/manifest.ts';
import { type DevelopmentOnly, developmentOnly } from '../runtime/development-only.ts';
import { keepsImports, type StartFacts } from '../start/program.ts';
import type { RuntimeFacts } from './runtime.ts';
import type { ServiceInput } from './service-input.ts';

export async function developmentOf(
  { project, manifest, workspace }: ServiceInput,
  start: StartFacts,
  { program }: Pick<RuntimeFacts, 'program'>,
): Promise<DevelopmentOnly[]> {
  const config = compilerOfNext(manifest, start);
  if (config) return [config];
  if (!program || !keepsImports(start)) return [];
  const locked = lockedPackages((await project.read('package-lock.json')) ?? '');
  const others = workspace ? [workspace.root, ...workspace.locals.map((it) => it.manifest)] : [];
  return developmentOnly(program, manifest, workspace?.root ?? manifest, others, (name) => {
    const found = locked[`node_modules/${name}`];
    return isRecord(found) && found['dev'] !== true;
  });
}

/**
 * `next start` compiles a next.config.ts with TypeScript, and runs `npm install` where that is
 * missing. https://nextjs.org/docs/app/api-reference/config/typescript
 */
function compilerOfNext(
  { dependencies, devDependencies }: Manifest,
  { framework, words }: StartFacts,
): DevelopmentOnly | undefined {
  const name = 'typescript';
  const evidence = framework?.evidence;
  const isCompiled = /(?:^|\/)next\.config\.m?ts$/.test(evidence?.file ?? '');
  const runsNext = words.some((it) => it.endsWith('/next/dist/bin/next'));
  if (!evidence || !isCompiled || !runsNext) return undefined;
  return name in devDependencies && !(name in dependencies)
    ? { name, evidence: { ...evidence, because: 'next start compiles it' } }
    : undefined;
}
