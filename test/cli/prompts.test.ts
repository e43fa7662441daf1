import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, goProject } from './run.ts';
import { keys, openTerminal, type Terminal } from './terminal.ts';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('questions in a terminal', () => {
  it('asks only what is open: arrow keys choose, enter takes the default', async () => {
    const folder = folderWith(goProject);
    const terminal = openTerminal(folder, ['--offline']);
    await terminal.see('Base of the final image');
    terminal.press(keys.down, keys.enter);
    await terminal.see('User id');
    terminal.press(keys.enter);
    await terminal.see('Group id');
    terminal.press(keys.enter);
    await terminal.see('Save these answers');
    terminal.press('n', keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toMatch(/Language.*\?|Port it listens/);
    expect(read(folder, 'Dockerfile')).toMatch(/^FROM scratch$/m);
    expect(read(folder, 'Dockerfile')).toMatch(/^USER 65532:65532$/m);
    expect(existsSync(join(folder, 'secure-dockerfile.yaml'))).toBe(false);
  });

  it('offers to prove what was written, where there is an engine, and builds nothing unasked', async () => {
    const folder = folderWith(goProject);
    const path = folderWith({ docker: '#!/bin/sh\necho no engine >&2\nexit 1\n' });
    chmodSync(join(path, 'docker'), 0o755);
    const flags = ['--offline', '--base', 'scratch', '--force'];
    const untilAsked = async (): Promise<Terminal> => {
      const terminal = openTerminal(folder, flags, 100, path);
      await terminal.see('User id');
      terminal.press(keys.enter);
      await terminal.see('Group id');
      terminal.press(keys.enter);
      await terminal.see('Save these answers');
      terminal.press('n', keys.enter);
      await terminal.see('Build it, run it and check it now?');
      return terminal;
    };
    const declined = await untilAsked();
    declined.press(keys.enter);
    expect(await declined.ended).toBe(0);
    const accepted = await untilAsked();
    accepted.press('y', keys.enter);
    await accepted.see('no engine');
    expect(await accepted.ended).toBe(3);
    const silent = openTerminal(folder, [...flags, '--yes'], 100, path);
    expect(await silent.ended).toBe(0);
    expect(silent.screen()).not.toContain('Build it, run it');
  });

  it('saves the answers, and the next run asks nothing and changes nothing', async () => {
    const folder = folderWith(goProject);
    const terminal = openTerminal(folder, ['--offline']);
    await terminal.see('Base of the final image');
    terminal.press(keys.enter);
    await terminal.see('User id');
    terminal.press(...Array.from({ length: 5 }, () => keys.backspace), '10001', keys.enter);
    await terminal.see('Group id');
    await terminal.see('10001');
    terminal.press(keys.enter);
    await terminal.see('Save these answers');
    terminal.press(keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'secure-dockerfile.yaml')).toContain(
      'base: distroless\nuid: 10001\ngid: 10001\n',
    );
    const before = read(folder, 'Dockerfile');
    const again = openTerminal(folder, ['--offline']);
    await again.see('Dockerfile: unchanged');
    expect(await again.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe(before);
  });

  it('shows a pair that cannot work disabled, with the reason, and does not take it', async () => {
    const folder = folderWith({
      'go.mod': goProject['go.mod'],
      'main.go': `package main\n\n// #cgo LDFLAGS: -lz\n// int one() { return 1; }\nimport "C"\n\nimport "net/http"\n\nfunc main() {\n\tprintln(C.one())\n\t_ = http.ListenAndServe(":8080", nil)\n}\n`,
    });
    const terminal = openTerminal(folder, ['--offline']);
    await terminal.see('Base of the final image');
    await terminal.see('scratch (');
    await terminal.see('alpine');
    terminal.press(keys.down, keys.enter);
    await terminal.see('cannot be selected');
    terminal.press(keys.down, keys.enter);
    await terminal.see('User id');
    expect(terminal.screen()).toMatch(/scratch \(the program loads what "#cgo LDFLAGS: -lz" names/);
    terminal.press(keys.enter);
    await terminal.see('Group id');
    terminal.press(keys.enter);
    await terminal.see('Save these answers');
    terminal.press('n', keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^FROM alpine:/m);
  });

  it('refuses a bad answer with the reason and takes the next', async () => {
    const folder = folderWith(goProject);
    const terminal = openTerminal(folder, ['--offline', '--base', 'scratch']);
    await terminal.see('User id');
    terminal.press(...Array.from({ length: 5 }, () => keys.backspace), '0', keys.enter);
    await terminal.see('0 is root');
    terminal.press(keys.backspace, '7', keys.enter);
    await terminal.see('Group id');
    terminal.press(keys.enter);
    await terminal.see('Save these answers');
    terminal.press('n', keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^USER 7:7$/m);
  });

  it.each(['Base of the final image', 'User id', 'Group id', 'Save these answers'])(
    'Ctrl-C at "%s" ends with 130 and leaves nothing behind',
    async (question) => {
      const folder = folderWith(goProject);
      const terminal = openTerminal(folder, ['--offline']);
      for (const asked of [
        'Base of the final image',
        'User id',
        'Group id',
        'Save these answers',
      ]) {
        await terminal.see(asked);
        if (asked === question) break;
        terminal.press(keys.enter);
      }
      terminal.press(keys.ctrlC);
      expect(await terminal.ended).toBe(130);
      expect(terminal.screen()).toContain('Cancelled: nothing was written.');
      expect(readdirSync(folder).sort()).toEqual(['go.mod', 'main.go']);
    },
  );

  it('works in a narrow terminal', async () => {
    const folder = folderWith(goProject);
    const terminal = openTerminal(folder, ['--offline', '--uid', '7', '--gid', '7'], 40);
    await terminal.see('Base of the final image');
    terminal.press(keys.down, keys.down, keys.enter);
    await terminal.see('Save these answers');
    terminal.press('n', keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^FROM alpine:/m);
  });
});

describe("someone else's Dockerfile", () => {
  const flags = ['--offline', '--base', 'scratch', '--yes'];
  it('is overwritten if that is chosen below its diff', async () => {
    const folder = folderWith({ ...goProject, Dockerfile: 'FROM golang\n' });
    const terminal = openTerminal(folder, flags);
    await terminal.see('-FROM golang');
    await terminal.see('There is a Dockerfile already');
    terminal.press(keys.down, keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toMatch(/^FROM scratch$/m);
  });
  it('stays beside another file, which is the default', async () => {
    const folder = folderWith({ ...goProject, Dockerfile: 'FROM golang\n' });
    const terminal = openTerminal(folder, flags);
    await terminal.see('There is a Dockerfile already');
    terminal.press(keys.enter);
    await terminal.see('Name of the file');
    terminal.press(keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(read(folder, 'Dockerfile')).toBe('FROM golang\n');
    expect(read(folder, 'secure.Dockerfile')).toContain('--output secure.Dockerfile');
    expect(existsSync(join(folder, 'secure.Dockerfile.dockerignore'))).toBe(true);
  });
  it('stays if stopping is chosen, and nothing else is written', async () => {
    const folder = folderWith({ ...goProject, Dockerfile: 'FROM golang\n' });
    const terminal = openTerminal(folder, flags);
    await terminal.see('There is a Dockerfile already');
    terminal.press(keys.down, keys.down, keys.enter);
    expect(await terminal.ended).toBe(1);
    expect(read(folder, 'Dockerfile')).toBe('FROM golang\n');
    expect(existsSync(join(folder, '.dockerignore'))).toBe(false);
  });
});
