import { expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const flask = 'from threading import Thread\nfrom flask import Flask\napp = Flask(__name__)\n';
const serving = 'def run():\n    app.run(host="0.0.0.0", port=8080)\n';
const main = '\nif __name__ == "__main__":\n';

async function startOf(files: Readonly<Record<string, string>>): Promise<string> {
  const project = {
    'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\nwaitress==3.0.2\n',
    ...files,
  };
  const facts = await python.detect(memoryProject(project), { today });
  const [service] = facts?.services ?? [];
  const start = service && 'value' in service.start ? service.start.value.join(' ') : '';
  const port = service && 'value' in service.port ? String(service.port.value) : '';
  return `${start} ${port}`;
}

it.each<[string, Record<string, string>, string]>([
  [
    'in the script itself',
    { 'bot.py': `${flask}${serving}${main}    Thread(target=run).start()\n    poll()\n` },
    'python bot.py 8080',
  ],
  [
    'by the method itself',
    {
      'bot.py': `${flask}${main}    Thread(target=app.run, kwargs={"host": "0.0.0.0"}).start()\n    poll()\n`,
    },
    'python bot.py',
  ],
  [
    'by a server of a library',
    {
      'bot.py': `${flask}from waitress import serve\n${main}    Thread(target=lambda: serve(app, port=8081)).start()\n    poll()\n`,
    },
    'python bot.py 8081',
  ],
  [
    'in a module of the script',
    {
      'tools/alive.py': `${flask}${serving}\ndef alive():\n    Thread(None, run).start()\n`,
      'main.py': 'from tools.alive import alive\nalive()\npoll()\n',
    },
    'python main.py 8080',
  ],
  [
    'by the script that imports it, with the server that it makes',
    {
      'src/shop/web.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'main.py': `import sys\nsys.path.insert(0, "src")\nfrom threading import Thread\nfrom waitress.server import create_server\nfrom shop.web import app\nserver = None\n${main}    server = create_server(app, host="0.0.0.0", port=8082)\n    Thread(target=server.run, daemon=True).start()\n    poll()\n`,
    },
    'python main.py 8082',
  ],
])(
  'an application that a thread serves is a part of the script: %s',
  async (_what, files, start) => {
    expect(await startOf(files)).toContain(start);
  },
);

it.each<[string, Record<string, string>]>([
  [
    'a worker in the thread',
    {
      'app.py': `${flask}\ndef work():\n    poll()\n${main}    Thread(target=work).start()\n    app.run()\n`,
    },
  ],
  [
    'no script that comes to it',
    { 'app.py': `${flask}${serving}\ndef alive():\n    Thread(target=run).start()\n` },
  ],
])('an application is served by itself: %s', async (_what, files) => {
  expect(await startOf(files)).toMatch(/^gunicorn app:app /);
});
