import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const django = {
  'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
  'manage.py': 'import django\n',
  'shop/__init__.py': '',
  'shop/wsgi.py':
    'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
};
const settings = (more: string): Readonly<Record<string, string>> => ({
  ...django,
  'shop/settings.py': `import os\nINSTALLED_APPS = []\nos.makedirs("logs", exist_ok=True)\n${more}`,
});

async function ownedIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { files: written } = await generate(files, {});
  return (written.get('Dockerfile') ?? '').match(/chown -R .*/g) ?? [];
}

describe('folders that the program writes to belong to its user', () => {
  it('where the build collects static files, and may write there', async () => {
    expect(await ownedIn(settings('STATIC_ROOT = "static"\n'))).toEqual([
      'chown -R 65532:65532 /app/logs',
    ]);
  });
  it('where the project has files in them', async () => {
    expect(await ownedIn({ ...settings(''), 'logs/first.log': '' })).toEqual([
      'chown -R 65532:65532 /app/logs',
    ]);
  });
  it('where a stage builds them', async () => {
    expect(
      await ownedIn({
        'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\nopen("web/dist/index.html").read()\nopen("web/dist/index.html", "w")\n',
        'web/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
        'web/package-lock.json': '{}',
        '.gitignore': 'dist\n',
      }),
    ).toEqual(['chown -R 65532:65532 /app/web/dist']);
  });
  it('nowhere else', async () => {
    expect(await ownedIn(settings(''))).toEqual([]);
  });
});
