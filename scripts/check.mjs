// Runs the checks of the sources side by side: types, lint with the layer rules, format, length of lines. Prints what each printed, in this
// order, and ends with 1 when one of them failed.
import { spawn } from 'node:child_process';

const checks = [
  'npm run -s typecheck',
  'npm run -s lint',
  'npm run -s format:check',
  'node scripts/lines.mjs',
];

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (it) => output.push(it));
    child.stderr.on('data', (it) => output.push(it));
    child.on('close', (code) => resolve({ code, text: Buffer.concat(output).toString() }));
  });
}

for (const done of checks.map(run)) {
  const { code, text } = await done;
  process.stdout.write(text);
  if (code !== 0) process.exitCode = 1;
}
