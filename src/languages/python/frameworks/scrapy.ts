/**
 * Finds Scrapy spiders. Each is a job.
 * https://docs.scrapy.org/en/latest/topics/commands.html#crawl
 */
import type { Evidence } from '../../../types.ts';
import type { Installation } from '../package-managers/installation.ts';
import type { ModuleFacts } from '../code/modules.ts';
import { nothingKnown, plain, type Program } from '../program.ts';

/** Finds classes derived from a Scrapy class, with the value of `name`. */
export function scrapyPrograms(
  modules: readonly ModuleFacts[],
  installation: Installation | undefined,
): readonly Program[] {
  if (!installation?.packages.some((it) => it.name === 'scrapy')) return [];
  const spiders = modules.flatMap((module) =>
    module.lines.flatMap((line, index) => {
      if (
        line.tokens[0]?.text !== 'class' ||
        !line.tokens.some((it) => /^(?:Crawl|XMLFeed|CSVFeed|Sitemap)?Spider$/.test(it.text))
      )
        return [];
      const body = module.lines.slice(index + 1);
      const end = body.findIndex((it) => it.indent <= line.indent);
      const named = body
        .slice(0, end === -1 ? body.length : end)
        .find(
          (it) =>
            it.tokens[0]?.text === 'name' &&
            it.tokens[1]?.text === '=' &&
            it.tokens[2]?.kind === 'string',
        );
      const name = named?.tokens[2]?.text;
      return named && name !== undefined
        ? [
            {
              name,
              evidence: {
                file: module.path,
                line: named.line,
                because: `the spider ${name}`,
              } satisfies Evidence,
            },
          ]
        : [];
    }),
  );
  return spiders.map(({ name, evidence }) => ({
    ...nothingKnown,
    name: spiders.length > 1 ? name : null,
    evidence: [evidence],
    start: { kind: 'found', value: ['scrapy', 'crawl', name], evidence: [evidence] },
    port: {
      kind: 'found',
      value: null,
      evidence: [{ ...evidence, because: 'a spider listens on no port' }],
    },
    details: { ...plain, framework: 'scrapy', handlesStop: true },
  }));
}
