import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const listens = "const serve = () => require('node:http').createServer().listen(4321);\n";

/** @returns the start command of a program with these sources, joined by spaces. */
async function startOf(source: string, start = 'node cli.js', more: Record<string, string> = {}) {
  const dependencies = {
    yargs: '17',
    commander: '14',
    cac: '6',
    sade: '1',
    cleye: '1',
    citty: '0',
  };
  const files = {
    'package.json': JSON.stringify({ name: 'x', scripts: { start }, dependencies }),
    'cli.js': listens + source,
    ...more,
  };
  const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-20') });
  const finding = facts?.services[0]?.start;
  return finding && 'value' in finding ? finding.value.join(' ') : finding?.kind;
}

const yargs = (chain: string): string => `require('yargs')(process.argv)${chain}.parse();`;
const commander = (rest: string): string => `const { program } = require('commander');\n${rest}`;

describe('a program that serves by one of its commands', () => {
  it.each([
    ['yargs', yargs(".command('start', 'Starts', () => {}, serve).demandCommand(1)"), 'start'],
    ['yargs: with an argument', yargs(".command('serve [port]', 'Serves', {}, serve)"), 'serve'],
    ['yargs: an object', yargs(".command({ command: 'web', handler: serve })"), 'web'],
    ['yargs: the likeliest', yargs(".command('run', '').command(['server', 's'], '')"), 'server'],
    [
      'commander',
      commander("program.command('check').action(x);\nprogram.command('serve').action(serve);"),
      'serve',
    ],
    [
      'commander: built',
      "import { Command } from 'commander';\nconst p = new Command().addCommand(new Command('serve').action(serve));",
      'serve',
    ],
    [
      'cac',
      "const cli = require('cac')('x');\ncli.command('serve', 'Serves').action(serve);",
      'serve',
    ],
    [
      'citty',
      "import { defineCommand } from 'citty';\ndefineCommand({ subCommands: { start: serve } });",
      'start',
    ],
    [
      'a switch',
      "switch (process.argv[2]) { case 'serve': serve(); break; default: usage(); }",
      'serve',
    ],
    [
      'a switch over a name',
      "const [command] = process.argv.slice(2);\nswitch (command) { case 'up': serve(); break; default: process.exit(1); }",
      'up',
    ],
  ])('%s', async (_, source, word) => {
    expect(await startOf(source)).toBe(`node cli.js ${word}`);
  });

  it('puts the command in front of flags', async () => {
    const source = yargs(".command('start', 'Starts', {}, serve)");
    expect(await startOf(source, 'node --trace-warnings cli.js --quiet')).toBe(
      'node --trace-warnings cli.js start --quiet',
    );
  });

  const host = (option: string): string =>
    `const { argv } = require('yargs')(process.argv).option('host', { ${option} });\nrequire('http').createServer().listen(4321, argv.host);`;

  it.each([
    [
      'adds the flag of an address on localhost',
      "default: '127.0.0.1'",
      'node cli.js --host=0.0.0.0',
    ],
    ['adds none where all addresses are the default', "default: '0.0.0.0'", 'node cli.js'],
  ])('%s', async (_, option, words) => {
    expect(await startOf(host(option))).toBe(words);
  });

  it('leaves a host that the script gives', async () => {
    const start = 'node cli.js --host localhost';
    expect(await startOf(host("default: '127.0.0.1'"), start)).toBe(start);
  });

  it('finds it in a file that is handed the program', async () => {
    const source = commander("require('./commands')(program);");
    const file = "module.exports = (program) => program.command('serve').action(() => 1);";
    expect(await startOf(source, 'node cli.js', { 'commands.js': file })).toBe('node cli.js serve');
  });

  it.each([
    ['the script names one', yargs(".command('start', '', {}, serve)"), 'node cli.js check'],
    ['yargs has a default', yargs(".command(['start', '$0'], 'Starts', {}, serve)"), undefined],
    ['yargs has another default', yargs(".command('*', '').command('start', '')"), undefined],
    ['none serves', yargs(".command('check', 'Checks', {}, serve)"), undefined],
    [
      'commander has a default',
      commander("program.command('serve', { isDefault: true }).action(serve);"),
      undefined,
    ],
    [
      'commander acts by itself',
      commander("program.option('-p').action(serve);\nprogram.command('run').action(x);"),
      undefined,
    ],
    ['cac has a default', "require('cac')().command('[root]').command('serve', '');", undefined],
    [
      'citty runs without',
      "import { defineCommand } from 'citty';\ndefineCommand({ run() {}, subCommands: { start: serve } });",
      undefined,
    ],
    [
      'the program adds it',
      `if (!process.argv[2]) process.argv.push('start');\n${yargs(".command('start', '')")}`,
      undefined,
    ],
    ['a bot has commands', "require('telegraf');\nbot.command('start', serve);", undefined],
    [
      'a switch serves by default',
      "switch (process.argv[2]) { case 'run': break; default: serve(); }",
      undefined,
    ],
    [
      'a switch over something else',
      "switch (mode) { case 'serve': serve(); break; default: usage(); }",
      undefined,
    ],
  ])('adds nothing where %s', async (_, source, start = 'node cli.js') => {
    expect(await startOf(source, start)).toBe(start);
  });
});
