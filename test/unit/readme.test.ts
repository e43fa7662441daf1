import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flagOf, optionTable, type Option } from '../../src/options.ts';

const readme = join(import.meta.dirname, '../../README.md');

it('the README lists every option as the option table has it (update: npx vitest run test/unit/readme.test.ts --update)', async () => {
  const rows = (optionTable as readonly Option[]).map((option) => {
    const flag = option.presetOnly
      ? ''
      : `${option.alias ? `\`-${option.alias}\`, ` : ''}\`--${flagOf(option.key)}${option.placeholder ? ` ${option.placeholder}` : ''}\``;
    return `| ${flag} | ${option.describe.replaceAll('|', '\\|')} | ${option.inPreset ? `\`${option.key}\`` : ''} |`;
  });
  const table = `| option | meaning | in a preset |\n|---|---|---|\n${rows.join('\n')}\n`;
  const updated = readFileSync(readme, 'utf8').replace(
    /(<!-- options:[^>]*-->\n)[^]*?(<!-- \/options -->)/,
    (_all, start: string, end: string) => `${start}${table}${end}`,
  );
  expect(updated).toContain('`--runtime-version VERSION`');
  await expect(updated).toMatchFileSnapshot(readme);
});
