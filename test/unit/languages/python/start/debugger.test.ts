import { expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const app = 'from flask import Flask\napp = Flask(__name__)\n\nif __name__ == "__main__":\n';

async function serviceOf(code: string, packages = 'flask==3.1.0', more = {}) {
  const files = { 'requirements.txt': `${packages}\n`, 'app.py': code, ...more };
  const [service] = (await python.detect(memoryProject(files), { today }))?.services ?? [];
  const { start, notes = [] } = service ?? {};
  const words = start?.kind === 'ambiguous' ? start.candidates[0]?.value : [];
  return {
    start: (words ?? []).join(' '),
    warned: notes.filter((it) => it.code === 'python/debugger').map((it) => it.evidence?.[0]),
  };
}

it.each([
  ['a call alone', '    app.run(host="0.0.0.0", port=5000, debug=True)\n'],
  ['a call after a port', '    port = 5000\n    app.run("0.0.0.0", port, debug=True)\n'],
])('what only serves with the debugger is served without it: %s', async (_what, run) => {
  expect(await serviceOf(`${app}${run}`)).toEqual({
    start: 'flask --app app:app run --host 0.0.0.0 --port 5000',
    warned: [],
  });
});

it('a script that does more keeps its start, and the debugger is named', async () => {
  const run = '    setup()\n    app.run(host="0.0.0.0", debug=True)\n';
  expect(await serviceOf(`${app}${run}`)).toEqual({
    start: 'python app.py',
    warned: [{ file: 'app.py', line: 6, because: 'app.run(host="0.0.0.0", debug=True)' }],
  });
});

it('a server of another library keeps its start, and its debugger is named', async () => {
  const code = app.replace(
    '\n\n',
    '\nfrom flask_socketio import SocketIO\nsockets = SocketIO(app)\n\n',
  );
  const run = '    sockets.run(app, host="0.0.0.0", debug=True)\n';
  const { start, warned } = await serviceOf(`${code}${run}`, 'flask==3.1.0\nflask-socketio==5.5.1');
  expect(start).toBe('python app.py');
  expect(warned).toHaveLength(1);
});

it.each([
  ['no debugger', '    app.run(host="0.0.0.0")\n'],
  ['a debugger that a variable asks for', '    app.run(host="0.0.0.0", debug=DEBUG)\n'],
])('a script with %s is started as it is', async (_what, run) => {
  expect(await serviceOf(`${app}${run}`)).toEqual({ start: 'python app.py', warned: [] });
});

it.each([
  ['python app.py', 1],
  ['gunicorn app:app', 0],
])('a debugger that a Procfile starts is named: %s', async (command, count) => {
  const run = '    app.run(host="0.0.0.0", debug=True)\n';
  const packages = 'flask==3.1.0\ngunicorn==23.0.0';
  const { warned } = await serviceOf(`${app}${run}`, packages, { Procfile: `web: ${command}\n` });
  expect(warned).toHaveLength(count);
});
