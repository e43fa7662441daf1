import { describe, expect, it } from 'vitest';
import { PythonModule } from '../../../../../src/languages/python/code/module.ts';
import { nothingElse } from '../../../../../src/languages/python/package-managers/installation.ts';
import {
  oldCode,
  withOldCode,
} from '../../../../../src/languages/python/package-managers/old-code.ts';
import type { Parse } from '../../../../../src/syntax/parse.ts';
import { generate } from '../../../../support/generate.ts';

/** What is installed beside the requirements. */
async function added(requirements: string, code: string): Promise<string> {
  const project = {
    'requirements.txt': requirements,
    'main.py': `${code}if __name__ == "__main__":\n    print(1)\n`,
  };
  const { files } = await generate(project, {});
  const line = (files.get('Dockerfile') ?? '')
    .split('\n')
    .find((it) => it.includes('-r requirements.txt'));
  return (/-r requirements\.txt(.*?)(?: \|\| \\)?$/.exec(line ?? '')?.[1] ?? 'none').trim();
}

describe('code that the newest release does not run', () => {
  it.each(oldCode)('holds it back: $needs $below', async ({ needs, below, example }) => {
    expect(await added(`${needs}\nfastapi\nuvicorn\n`, example)).toContain(`'${needs}<${below}'`);
  });
  it.each([
    [
      'a name of the module',
      'fastapi\nuvicorn\n',
      'pydantic',
      "'pydantic<2'",
      'import pydantic\nclass Settings(pydantic.BaseSettings):\n    key: str\n',
    ],
    ['a package that another one brings', 'fastapi\nuvicorn\n', 'starlette', "'starlette<1'"],
    ['a range with a lower end', 'flask>=1.0\ngunicorn\n', 'flask', 'flask<'],
  ])('is held back, too: %s', async (_what, requirements, needs, expected, code?: string) => {
    const row = oldCode.find((it) => it.needs === needs);
    expect(await added(requirements, code ?? row?.example ?? '')).toContain(expected);
  });
  it.each([
    ['what is pinned', 'mcp==2.3.0\n', 'from mcp.server.fastmcp import FastMCP\n'],
    ['what has a limit', 'mcp<3\n', 'from mcp.server.fastmcp import FastMCP\n'],
    ['a list that asks for a newer one', 'mcp>=2.1\n', 'from mcp.server.fastmcp import FastMCP\n'],
    ['what is not listed', 'flask\n', 'from mcp.server.fastmcp import FastMCP\n'],
    ['another name', 'mcp\n', 'from mcp.server.mcpserver import MCPServer\n'],
    [
      'an import that is tried',
      'pydantic\n',
      'try:\n    from pydantic_settings import BaseSettings\nexcept ImportError:\n    from pydantic import BaseSettings\n',
    ],
    [
      'a call in the new form',
      'starlette\n',
      'from starlette.templating import Jinja2Templates\nJinja2Templates("x").TemplateResponse(request, "index.html")\nJinja2Templates("x").TemplateResponse(\n    name="index.html", request=request\n)\n',
    ],
    [
      'a call in the new form, with the name in a variable',
      'starlette\n',
      'from starlette.templating import Jinja2Templates\nJinja2Templates("x").TemplateResponse(request, template, context)\nJinja2Templates("x").TemplateResponse(self.request, name)\n',
    ],
    [
      'decorators of FastAPI, which keeps them',
      'fastapi\nuvicorn\n',
      'from fastapi import FastAPI\napp = FastAPI()\n@app.on_event("startup")\nasync def begin():\n    pass\n',
    ],
    ['a word of another library', 'dash\nother\n', 'import other\nother.app.run_server()\n'],
    [
      'a FastAPI that requires a newer one',
      'fastapi==0.165.0\n',
      oldCode.find((it) => it.needs === 'starlette')?.example ?? '',
    ],
  ])('not %s', async (_what, requirements, code) => {
    expect(await added(requirements, code)).toBe('');
  });
  it('parses only modules that import what it looks for', () => {
    const parsed: string[] = [];
    const parse: Parse = (file) => {
      parsed.push(file);
      return undefined;
    };
    const module = (path: string, text: string): PythonModule =>
      new PythonModule(path, text, parse);
    const evidence = { file: 'requirements.txt', line: 1, because: 'requires fastapi' };
    const packages = ['fastapi', 'flask'].map((name) => ({
      name,
      version: null,
      extras: [],
      wheels: null,
      evidence,
    }));
    const step = {
      installs: 'packages',
      why: '',
      caches: [],
      before: [],
      command: ['pip'],
    } as const;
    withOldCode(
      {
        ...nothingElse,
        manager: 'pip',
        standing: 'settings',
        manifests: [],
        evidence: [evidence],
        packages,
        steps: [step],
      },
      [
        module('views.py', 'import fastapi\nfrom starlette.responses import Response\n'),
        module('models.py', '# flask and pydantic\nimport enum\n'),
        module('pages.py', 'from flask import Markup\n'),
      ],
    );
    expect([...new Set(parsed)]).toEqual(['pages.py']);
  });
});
