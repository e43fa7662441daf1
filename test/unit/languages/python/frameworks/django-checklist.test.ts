import { expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const named = (settings: string): string =>
  `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n`;

async function warned(settings: string, served = 'site_.settings'): Promise<readonly string[]> {
  const files = {
    'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    'manage.py': named('site_.settings'),
    'site_/__init__.py': '',
    'site_/settings.py': `import os\nINSTALLED_APPS = []\n${settings}`,
    'site_/production.py': 'from site_.settings import *\nDEBUG = False\nALLOWED_HOSTS = ["*"]\n',
    'site_/wsgi.py': `${named(served)}from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`,
  };
  const [service] = (await python.detect(memoryProject(files), { today }))?.services ?? [];
  return (service?.notes ?? [])
    .filter((it) => /^python\/django-(?:debug|hosts)$/.test(it.code))
    .map((it) => `${it.code} ${it.evidence?.[0]?.file ?? ''}:${it.evidence?.[0]?.line ?? 0}`);
}

it('names the settings with which a new project begins', async () => {
  expect(await warned('DEBUG = True\nALLOWED_HOSTS = []\n')).toEqual([
    'python/django-debug site_/settings.py:3',
    'python/django-hosts site_/settings.py:4',
  ]);
});

it.each([
  ['a variable', 'DEBUG = os.environ.get("DEBUG")\nALLOWED_HOSTS = ["*"]\n'],
  ['a condition', 'if os.environ.get("LOCAL"):\n    DEBUG = True\n    ALLOWED_HOSTS = []\n'],
  ['a later line', 'DEBUG = True\nDEBUG = False\nALLOWED_HOSTS = []\nALLOWED_HOSTS = HOSTS\n'],
])('says nothing of settings by %s', async (_what, settings) => {
  expect(await warned(settings)).toEqual([]);
});

it('says nothing of settings that the server does not use', async () => {
  expect(await warned('DEBUG = True\nALLOWED_HOSTS = []\n', 'site_.production')).toEqual([]);
});
