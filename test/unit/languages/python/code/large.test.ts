/** In a project with more sources than are parsed, what matters most is seen. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../../support/knowledge.ts';
import { pythonUses } from '../../../../support/python-uses.ts';

it('sees where the last of many files writes', async () => {
  const body = Array.from(
    { length: 180 },
    (_, index) =>
      `VALUE${index} = {"name": "item", "items": [${index}, ${index + 1}], "label": "value"}`,
  ).join('\n');
  const names = Array.from({ length: 120 }, (_, index) => `part${index}`);
  const files = {
    ...Object.fromEntries(names.map((it) => [`${it}.py`, `import app\napp.run()\n${body}\n`])),
    'main.py': `${names.map((it) => `import ${it}`).join('\n')}\nimport storage\n`,
    'storage.py': `import os\nos.makedirs("/data/files", exist_ok=True)\n${body}\n`,
  };
  expect(linesOf(await pythonUses(files))).toContain('writes /data/files');
});
