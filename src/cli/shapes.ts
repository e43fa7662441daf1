/**
 * The options of each command, separate from its code, so that `--help` and the parser load nothing
 * else.
 */
import type { CommandShape } from './args.ts';
import { languages } from '../languages/index.ts';
import {
  checkOptions,
  createOptions,
  proveOptions,
  updateOptions,
  verifyOptions,
} from '../options.ts';
import { anyOf } from '../text/lists.ts';

export const createShape: CommandShape = {
  name: '',
  describe: `Read a ${anyOf(languages.map((it) => it.title))} project and write a Dockerfile and a .dockerignore for it.`,
  get options() {
    return createOptions();
  },
  positional: '[directory]',
  positionals: 1,
};

export const proveShape: CommandShape = {
  name: 'prove',
  describe: 'Build and run what would be written, learn from the run, and write what works.',
  options: proveOptions,
  positional: '[directory]',
  positionals: 1,
};

export const verifyShape: CommandShape = {
  name: 'verify',
  describe: 'Build the image, run it hardened, and check every promise.',
  options: verifyOptions,
  positional: '[directory]',
  positionals: 1,
};

export const checkShape: CommandShape = {
  name: 'check',
  describe:
    'Report outdated digests and end-of-life versions in Dockerfiles, compose files and bake files.',
  options: checkOptions,
  positional: '[directory]',
  positionals: 1,
};

export const updateShape: CommandShape = {
  name: 'update',
  describe:
    'Move every pinned digest to the current one of its tag, in Dockerfiles, compose files and bake files.',
  options: updateOptions,
  positional: '[files...]',
  positionals: Infinity,
};

export const presetsShape: CommandShape = {
  name: 'presets',
  describe: 'List the built-in presets, or print one.',
  options: [],
  positional: '[name]',
  positionals: 1,
};

export const helpShape: CommandShape = {
  name: 'help',
  describe: 'Show the help of a command.',
  options: [],
  positional: '[command]',
  positionals: 1,
};
