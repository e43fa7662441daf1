/**
 * Finds Scrapy spiders. Each is a job.
 * https://docs.scrapy.org/en/latest/topics/commands.html#crawl
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Installation } from '../package-managers/installation.ts';
import { fieldsOf } from '../code/classes.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

/** Finds classes derived from a Scrapy class, with the value of `name`. */
export function scrapyPrograms(
  modules: readonly PythonModule[],
  installation: Installation | undefined,
): readonly Program[] {
  if (!installation?.packages.some((it) => it.name === 'scrapy')) return [];
  const spiders = modules
    .filter((it) => it.text.includes('Spider'))
    .flatMap((module) => (module.root?.all('class_definition') ?? []).flatMap(spiderOf));
  return spiders.map(({ name, evidence }) => ({
    ...nothingKnown,
    name: spiders.length > 1 ? name : null,
    evidence: [evidence],
    entry: { files: siblings(evidence.file, modules), main: null },
    start: { kind: 'found', value: ['scrapy', 'crawl', name], evidence: [evidence] },
    port: {
      kind: 'found',
      value: null,
      evidence: [{ ...evidence, because: 'a spider listens on no port' }],
    },
    details: { ...plain, framework: 'scrapy', handlesStop: true },
  }));
}

/** A class that is derived from a spider, with its `name`. */
function spiderOf(
  class_: SyntaxNode,
): readonly { readonly name: string; readonly evidence: Evidence }[] {
  const isSpider = (class_.field('superclasses')?.parts ?? []).some((it) =>
    /^(?:.*\.)?(?:Crawl|XMLFeed|CSVFeed|Sitemap)?Spider$/.test(it.text),
  );
  const named = isSpider
    ? fieldsOf(class_).find((it) => it.field('left')?.text === 'name')
    : undefined;
  const name = literalText(named?.field('right'));
  if (!named || name === undefined) return [];
  return [
    { name, evidence: { file: class_.file, line: named.line, because: `the spider ${name}` } },
  ];
}

/** Settings, pipelines and middlewares are named in scrapy.cfg, and beside the spiders. */
function siblings(file: string, modules: readonly PythonModule[]): readonly string[] {
  const top = file.includes('/') ? `${file.split('/')[0] ?? ''}/` : '';
  return modules.map((it) => it.path).filter((it) => it.startsWith(top));
}
