/**
 * AdonisJS: the output of `node ace build` is a complete package.
 * https://docs.adonisjs.com/guides/getting-started/deployment
 */
import type { Note } from '../../../types.ts';
import { demandedNote } from '../runtime/demanded.ts';
import { dependsOn, place } from '../files/manifest.ts';
import { configuration, type Framework, type FrameworkInput, server } from './framework.ts';

export const adonis: Framework = {
  id: 'adonis',
  development: [],
  async detect(input) {
    const { manifest } = input;
    if (
      !dependsOn(manifest, '@adonisjs/core') ||
      !/\bace\b.*\bbuild\b/.test(manifest.scripts['build'] ?? '')
    )
      return null;
    const database = await configuration(input, ['config/database.ts']);
    return server({
      title: 'AdonisJS',
      evidence: place(manifest, ['@adonisjs/core'], 'AdonisJS'),
      start: ['node', 'bin/server.js'],
      port: 3333,
      handlesSigterm: true,
      environment: [
        {
          name: 'HOST',
          value: '0.0.0.0',
          why: 'The address that AdonisJS listens on; its example file has localhost.',
        },
      ],
      // A file database is in this folder.
      writable: /\btmpPath\(/.test(database?.text ?? '') ? ['tmp'] : [],
      copies: [{ from: 'build', to: '' }],
      notes: await demands(input),
    });
  },
};

/**
 * Finds the variables that the program needs to start.
 * https://docs.adonisjs.com/guides/getting-started/environment-variables
 */
async function demands(input: FrameworkInput): Promise<Note[]> {
  const schema = await configuration(input, ['start/env.ts']);
  const names = [
    ...(schema?.text ?? '').matchAll(/^\s*(\w+)\s*:\s*Env\.schema\.(?!\w+\.optional)/gm),
  ]
    .map((it) => it[1] ?? '')
    .filter((it) => !['NODE_ENV', 'PORT', 'HOST'].includes(it));
  if (!schema || names.length === 0) return [];
  return [demandedNote(names, { file: schema.file, because: 'demanded' })];
}
