import { expect, it } from 'vitest';
import { generate } from '../../../support/generate.ts';

async function environmentOf(main: string, module = 'github.com/gin-gonic/gin'): Promise<string> {
  const { files } = await generate(
    {
      'go.mod': `module example.com/shop\n\ngo 1.26\n\nrequire ${module} v1.10.0\n`,
      'go.sum': '',
      'main.go': `package main\n\nimport "${module}"\n\nfunc main() {\n${main}}\n`,
    },
    { base: 'scratch' },
  );
  return (
    files
      .get('Dockerfile')
      ?.match(/^ENV .*/gm)
      ?.join('\n') ?? ''
  );
}

it('Gin is not in its mode for development', async () => {
  expect(await environmentOf('\tgin.Default().Run()\n')).toBe('ENV GIN_MODE="release"');
});

it('a program that sets the mode keeps it, and others have none', async () => {
  expect(await environmentOf('\tgin.SetMode(gin.TestMode)\n\tgin.Default().Run()\n')).toBe('');
  expect(await environmentOf('\techo.New().Start(":8080")\n', 'github.com/labstack/echo/v4')).toBe(
    '',
  );
});
