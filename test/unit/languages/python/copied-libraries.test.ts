import { expect, it } from 'vitest';
import { generated } from '../../../support/python-generated.ts';

const program =
  'import argparse\nimport os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))\nimport cherrypy\nfrom lib import player\nparser = argparse.ArgumentParser()\nparser.add_argument("--port", type=int, default=8181)\nargs = parser.parse_args()\ncherrypy.config.update({"server.socket_port": args.port, "server.socket_host": "0.0.0.0"})\ncherrypy.quickstart(object())\n';
const copied = {
  'Shop.py': `${program}if __name__ == "__main__":\n    print(1)\n`,
  'lib/cherrypy/__init__.py': 'def quickstart(root):\n    open("/srv/profile", "w")\n',
  'lib/player/__init__.py':
    'from flask import Flask\nimport imp\napp = Flask(__name__)\napp.run(port=8337)\n',
};

it('libraries that are copied among the sources are no code of the project', async () => {
  const { dockerfile, notes } = await generated({ ...copied, 'lib/requests/__init__.py': '' });
  expect(dockerfile).toContain('EXPOSE 8181\n');
  expect(dockerfile).toContain('"Shop.py"]');
  expect(notes.join()).not.toMatch(/WSGI|\/srv|flask|provides the module/);
});

it('they need a Python that has what they import, all the same', async () => {
  const { dockerfile } = await generated({ ...copied, 'lib/requests/__init__.py': '' });
  expect(dockerfile).toContain('FROM python:3.11-slim-trixie@');
  // One that nothing imports limits nothing.
  const newer = {
    ...copied,
    'lib/player/__init__.py': '',
    'lib/requests/__init__.py': '',
    'lib/old/__init__.py': 'import imp\n',
  };
  expect((await generated(newer)).dockerfile).toContain('FROM python:3.14-slim-trixie@');
});

it('one library alone makes no such folder', async () => {
  expect((await generated(copied)).notes.join()).toContain('provides the module');
});

it('CherryPy listens on a port that is not known where its setting is None at first', async () => {
  const code =
    'import cherrypy\nport = None\ncherrypy.config.update({"server.socket_port": port, "server.socket_host": "0.0.0.0"})\ncherrypy.quickstart(object())\n';
  const files = { 'requirements.txt': 'cherrypy==18.10.0\n', 'main.py': code };
  expect((await generated(files)).dockerfile).not.toContain('EXPOSE');
});
