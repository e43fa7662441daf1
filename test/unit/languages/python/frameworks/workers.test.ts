import { describe, expect, it } from 'vitest';
import { libraries } from '../../../../../src/languages/python/frameworks/workers.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

/** The words of ENTRYPOINT and CMD, without the folder of the program. */
const commandOf = (dockerfile: string): string =>
  [...dockerfile.matchAll(/^(?:ENTRYPOINT|CMD) (\[.*\])$/gm)]
    .flatMap((it) => JSON.parse(it[1] ?? '[]') as string[])
    .join(' ')
    .replace(/^\/opt\/venv\/bin\/(?:python -m )?/, '');
const ofFlask = 'from flask import Flask\n\napp = Flask(__name__)\n';

describe('what the command of a library runs', () => {
  it.each(libraries.map((it) => [it.packageName, it] as const))(
    '%s',
    async (name, { example: [source, command], port }) => {
      const { dockerfile } = await generated({
        'requirements.txt': `${name}==1.0\n`,
        'tasks.py': source,
      });
      expect(commandOf(dockerfile)).toBe(command);
      expect(dockerfile.includes(`EXPOSE ${port ?? ''}`)).toBe(port !== null);
    },
  );

  it('is a worker beside the application', async () => {
    const files = {
      'requirements.txt': 'flask==3.1\ngunicorn==23.0.0\ndramatiq==1.18\n',
      'app.py': ofFlask,
      'jobs.py': 'import dramatiq\n\n@dramatiq.actor\ndef add(x): pass\n',
    };
    expect(commandOf((await generated(files)).dockerfile)).toMatch(/^gunicorn app:app/);
    const worker = await generated(files, { service: ['project-worker'] });
    expect(commandOf(worker.dockerfile)).toBe('dramatiq jobs');
  });

  it('is no program where a script has the usual name', async () => {
    const { dockerfile } = await generated({
      'requirements.txt': 'dramatiq==1.18\n',
      'main.py': 'import jobs\n\njobs.add.send(1)\n',
      'jobs.py': 'import dramatiq\n\n@dramatiq.actor\ndef add(x): pass\n',
    });
    expect(commandOf(dockerfile)).toContain('main.py');
  });

  it('is no program for commands of invoke', async () => {
    const files = {
      'requirements.txt': 'dramatiq==1.18\n',
      'tasks.py': 'import dramatiq\nfrom invoke import task\n\n@dramatiq.actor\ndef add(x): pass\n',
    };
    expect(await refusal(files)).toContain('no application and no script to start was found');
  });
});

describe('Flask-SocketIO with gunicorn', () => {
  it.each([
    ['gevent-websocket==0.10\n', '-k geventwebsocket.gunicorn.workers.GeventWebSocketWorker -w 1'],
    ['gevent==25.1\n', '-k gevent -w 1'],
    ['eventlet==0.40\n', '-k eventlet -w 1'],
    ['simple-websocket==1.1\n', '-w 1 --threads 100'],
  ])('with %j has the worker that answers', async (more, words) => {
    const { dockerfile } = await generated({
      'requirements.txt': `flask==3.1\nflask-socketio==5.5\ngunicorn==23.0.0\n${more}`,
      'app.py': `${ofFlask}\nfrom flask_socketio import SocketIO\n\nsocketio = SocketIO(app)\n`,
    });
    expect(commandOf(dockerfile)).toMatch(new RegExp(`${words.replace(/[.]/g, '\\.')}$`));
  });

  it.each([
    ['is not there', 'gevent==25.1\n', {}],
    ['is configured', 'flask-socketio==5.5\n', { 'gunicorn.conf.py': 'workers = 1\n' }],
  ])('has the usual one where it %s', async (_, more, files) => {
    const { dockerfile } = await generated({
      'requirements.txt': `flask==3.1\ngunicorn==23.0.0\n${more}`,
      'app.py': ofFlask,
      ...files,
    });
    expect(commandOf(dockerfile)).not.toMatch(/-w 1|gevent/);
  });
});

it('runs the script that a member of a workspace declares', async () => {
  const { dockerfile } = await generated({
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    'packages/crane/pyproject.toml':
      '[project]\nname = "crane"\nversion = "1"\nrequires-python = ">=3.12"\n[project.scripts]\ncrane = "crane.cli:main"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    'packages/crane/src/crane/__init__.py': '',
    'packages/crane/src/crane/cli.py': 'def main():\n    print(1)\n',
    'uv.lock':
      'version = 1\nrequires-python = ">=3.12"\n[manifest]\nmembers = ["crane"]\n\n[[package]]\nname = "crane"\nversion = "1"\nsource = { editable = "packages/crane" }\n',
  });
  expect(dockerfile).toContain('import sys; from crane.cli import main; sys.exit(main())');
  expect(dockerfile).toContain('packages/crane/src');
});
