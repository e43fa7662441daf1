import { join } from 'node:path';
import { expect, it } from 'vitest';
import { policies } from '../../../src/choose/policy.ts';
import { flagOf } from '../../../src/options.ts';

it('docs/decisions.md is made from the table (update: npx vitest run test/unit/choose/policy.test.ts --update)', async () => {
  const rows = policies.map(({ option, question, order, besides, otherwise, refused }) => {
    const rules = order.length > 1 ? order.map((it, at) => `${at + 1}. ${it}`) : order;
    const also = besides === undefined ? '' : `<br>Besides: ${besides}`;
    return `| ${[question, `\`--${flagOf(option)}\``].join('<br>')} | ${rules.join('<br>')}${also} | ${otherwise ?? 'nothing: it has to be given'} | ${refused} |`;
  });
  await expect(
    [
      '<!-- Made from src/choose/policy.ts by test/unit/choose/policy.test.ts. -->',
      '',
      '# Decisions',
      '',
      'What `--yes` does where the project does not answer a question with certainty. Of several answers it takes the',
      'likeliest: the summary and `--json` (`decisions`) name the others with the place of each, and a warning has the flag',
      'that takes another. In a terminal the likeliest is the default of the question. `--strict`, as a flag or in a preset,',
      'stops where there are several, and where a port is unknown.',
      '',
      '| question | the likeliest is the one of which first | without any | refused when |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  ).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/decisions.md'));
});
