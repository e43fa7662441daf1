import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { ownershipOf, sealed, unsealedLine } from '../../src/render/header.ts';
import { digestOf } from '../../src/ports/memory.ts';
import { renderFiles } from '../../src/render.ts';
import { strictView } from '../../src/render/strict-view.ts';
import { helpers } from '../../src/render/escape.ts';
import { compileTemplates, pathOfPartial } from '../../src/render/templates.ts';
import type { PinnedPlan, View } from '../../src/types.ts';

const plan: PinnedPlan = {
  language: 'x',
  base: 'alpine',
  targets: [{ service: 'api', stage: null }],
  platforms: [],
  writable: [],
  secrets: [],
  contents: { only: null, leftOut: [], kept: [] },
  notes: [],
  images: {},
  pins: {
    runtime: {
      source: 'registry',
      ref: {
        registry: 'docker.io',
        repository: 'library/alpine',
        tag: '3.24',
        digest: digestOf('a'),
      },
    },
  },
  view: { targets: [] },
};

function rendered(template: string, view: View): string {
  const asset = (path: string): string => {
    if (path === 'templates/x/Dockerfile.hbs') return template;
    if (path.includes('/partials/')) throw new Error(`no ${path}`);
    return 'ignored\n';
  };
  return (
    renderFiles({
      plan: { ...plan, view: { targets: [], ...view } },
      print: compileTemplates({ language: plan.language, asset, helpers }),
      output: 'Dockerfile',
      ignore: { path: '.dockerignore', theirs: [] },
      version: '1.0.0',
      command: 'npx',
    })[0]?.text ?? ''
  );
}

describe('templates are strict', () => {
  it.each([
    '{{missing}}',
    '{{a.missing}}',
    '{{#if missing}}x{{/if}}',
    '{{#if a.missing}}x{{/if}}',
    '{{#each missing}}x{{/each}}',
    '{{#each list}}{{typo}}{{/each}}',
    '{{> missing}}',
    '{{unknown a}}',
    '{{json missing}}',
  ])('%s throws', (template) => {
    expect(() => rendered(template, { a: { b: 1 }, list: [{ c: 1 }] })).toThrow();
  });

  it('a value that is null prints no block', () => {
    expect(rendered('{{#if a}}\nx\n{{/if}}\ny', { a: null })).toBe('y');
  });

  it.each(['\n', '\r', '\0', '\u2028', '\u0085', '\u001b'])(
    'a text with %j in it throws wherever it is printed',
    (character) => {
      const view = { a: `b${character}USER root`, list: [`b${character}USER root`] };
      expect(() => rendered('# {{a}}', view)).toThrow('control character');
      expect(() => rendered('ENTRYPOINT {{json list}}', view)).toThrow('control character');
      expect(() => rendered('RUN {{word a}}', view)).toThrow('control character');
    },
  );

  it('reads an own key only', () => {
    expect(() => (strictView({}, 'view') as View)['constructor']).toThrow('view.constructor');
    expect(() => (strictView({}, 'view') as View)['absent']).toThrow('view.absent');
  });
});

describe('values are escaped for where they land', () => {
  it.each([
    ['{{json v}}', ['a "b" \\ $HOME', "it's"], String.raw`["a \"b\" \\ $HOME", "it's"]`],
    [
      '{{paths v}}',
      ['$HOME', '*.js', 'a b', "it's"],
      String.raw`["\\$HOME", "\\\\*.js", "a b", "it\\'s"]`,
    ],
    ['{{quote v}}', 'a "b" \\ $HOME', String.raw`"a \"b\" \\ \$HOME"`],
    ['{{word v}}', "it's $HOME; rm -rf /", String.raw`'it'\''s $HOME; rm -rf /'`],
    ['{{word v}}', './cmd/api', './cmd/api'],
    ['{{word v}}', '', "''"],
  ] as const)('%s of %j', (template, value, expected) => {
    expect(rendered(template, { v: value })).toBe(expected);
  });
});

describe('the header', () => {
  const text = sealed(`# Written\n${unsealedLine}\nFROM a:1@${digestOf('1')}\nUSER 1:1\n`);

  it('knows its own text', () => {
    expect(ownershipOf(text)).toBe('unedited');
  });
  it('takes a digest bump for no edit', () => {
    expect(ownershipOf(text.replace(digestOf('1'), digestOf('2')))).toBe('unedited');
  });
  it('takes CRLF from a checkout for no edit', () => {
    expect(ownershipOf(text.replaceAll('\n', '\r\n'))).toBe('unedited');
  });
  it.each([
    ['a tag', 'a:1', 'a:2'],
    ['the user', '1:1', '0:0'],
    ['the first line', 'Written', 'written'],
    ['the checksum', 'out): ', 'out): f'],
  ])('sees that somebody changed %s', (_what, from, to) => {
    expect(ownershipOf(text.replace(from, to))).toBe('edited');
  });
  it('sees that a file is not ours', () => {
    expect(ownershipOf('FROM a:1\n')).toBe('absent');
  });
});

// ---- rules for the templates themselves: design decisions that nobody has to remember --------------------------------

const root = join(import.meta.dirname, '../../templates');
const templates = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((it) => it.endsWith('.hbs'))
  .sort();

describe.each(templates)('template %s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const seen = scan(text);

  it('uses paths, #each, #if, #unless @last, partials and the known helpers only', () => {
    expect(seen.blocks.filter((it) => !['each', 'if', 'unless'].includes(it))).toEqual([]);
    expect(seen.helpers.filter((it) => !['json', 'paths', 'quote', 'word'].includes(it))).toEqual(
      [],
    );
    expect(seen.inverse).toBe(0);
  });
  it('nests blocks at most two deep', () => {
    expect(seen.depth).toBeLessThanOrEqual(2);
  });
  it('ends with a line end and has no tab and no trailing space', () => {
    expect(text.endsWith('\n')).toBe(true);
    expect(text.split('\n').filter((line) => /\t| $/.test(line))).toEqual([]);
  });
});

it('every partial is a file, and every file but the two of a language is a partial', () => {
  const used = templates.flatMap((it) => scan(readFileSync(join(root, it), 'utf8')).partials);
  const files = templates
    .map((it) => `templates/${it.replaceAll('\\', '/')}`)
    .filter((it) => !/\/(?:Dockerfile|dockerignore)\.hbs$/.test(it));
  expect([...new Set(used.map(pathOfPartial))].sort()).toEqual(files);
});

interface Scan {
  readonly blocks: string[];
  readonly helpers: string[];
  readonly partials: string[];
  inverse: number;
  depth: number;
}

function scan(text: string): Scan {
  const result: Scan = { blocks: [], helpers: [], partials: [], inverse: 0, depth: 0 };
  const visit = (program: hbs.AST.Program, depth: number): void => {
    result.depth = Math.max(result.depth, depth);
    for (const node of program.body) {
      if (node.type === 'BlockStatement') {
        const block = node as hbs.AST.BlockStatement;
        result.blocks.push((block.path as hbs.AST.PathExpression).original);
        if (block.inverse) result.inverse += 1;
        visit(block.program, depth + 1);
      } else if (node.type === 'MustacheStatement') {
        const mustache = node as hbs.AST.MustacheStatement;
        if (mustache.params.length > 0)
          result.helpers.push((mustache.path as hbs.AST.PathExpression).original);
      } else if (node.type === 'PartialStatement') {
        result.partials.push(
          ((node as hbs.AST.PartialStatement).name as hbs.AST.PathExpression).original,
        );
      }
    }
  };
  visit(Handlebars.parse(text), 0);
  return result;
}
