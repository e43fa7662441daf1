import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { goFacts, main, mod, noted, plannedFor, type offers } from '../../../support/go-facts.ts';

const requires = `${mod}\nrequire (\n\tgithub.com/acme/lib v1.0.0\n\tgithub.com/google/uuid v1.6.0\n\tgit.example.com/team/words v1.0.0\n)\n`;
const project = { 'go.mod': requires, 'go.sum': 'x', 'main.go': main };

/** Pattern, way and secret in one line. */
async function found(files: Record<string, string>): Promise<string> {
  const modules = (await goFacts({ ...project, ...files })).details.privateModules;
  if (!modules) return 'none';
  const { patterns, through, rewrites, secret, evidence } = modules;
  return [
    patterns.join(','),
    through.kind === 'git' ? 'git' : `proxy ${through.address ?? 'in secret'}`,
    secret.kind === 'ssh' ? 'ssh' : secret.id,
    ...rewrites.map((it) => `${it.from} -> ${it.to}`),
    evidence.map((it) => `${it.file}:${it.line}`).join(' '),
  ].join('; ');
}

describe('private modules are found by what developers and CI set', () => {
  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'none'],
    [
      '.env',
      { '.env': 'PORT=1\nGOPRIVATE=github.com/acme/*\n' },
      'github.com/acme/*; git; netrc; .env:2',
    ],
    [
      '.envrc',
      { '.envrc': 'export GOPRIVATE="github.com/acme/*,git.example.com"\n' },
      'github.com/acme/*,git.example.com; git; netrc; .envrc:1',
    ],
    [
      'mise.toml',
      { 'mise.toml': '[env]\nGOPRIVATE = "github.com/acme"\n' },
      'github.com/acme; git; netrc; mise.toml:2',
    ],
    [
      'Makefile',
      { Makefile: 'export GOPRIVATE ?= github.com/acme/lib\n' },
      'github.com/acme/lib; git; netrc; Makefile:1',
    ],
    [
      'a workflow',
      { '.github/workflows/ci.yml': 'env:\n  GOPRIVATE: github.com/acme/*\n' },
      'github.com/acme/*; git; netrc; .github/workflows/ci.yml:2',
    ],
    [
      'a Dockerfile is no reason: it may be the one that was written here',
      { Dockerfile: 'FROM golang\nENV GOPRIVATE=github.com/acme/*\n' },
      'none',
    ],
    [
      'a readme',
      { 'README.md': 'Run `go env -w GOPRIVATE=github.com/acme/*` first.\n' },
      'github.com/acme/*; git; netrc; README.md:1',
    ],
    [
      'GONOSUMDB',
      { Makefile: 'GONOSUMDB=github.com/acme\n' },
      'github.com/acme; git; netrc; Makefile:1',
    ],
    [
      'a pattern that none of the requirements matches',
      { '.env': 'GOPRIVATE=github.com/other/*\n' },
      'none',
    ],
    ['a variable is no pattern', { '.env': 'GOPRIVATE=$ORG\n' }, 'none'],
    [
      '.netrc',
      { '.netrc': 'machine git.example.com login x password y\n' },
      'git.example.com; git; netrc; .netrc:1',
    ],
    [
      '.netrc for a host of public modules shows nothing',
      { '.netrc': 'machine github.com login x password y\n' },
      'none',
    ],
    [
      'a rule of git',
      {
        Makefile:
          'x:\n\tgit config --global url."ssh://git@git.example.com/".insteadOf "https://git.example.com/"\n',
      },
      'git.example.com; git; ssh; https://git.example.com/ -> ssh://git@git.example.com/; Makefile:2',
    ],
    [
      '.gitconfig',
      { '.gitconfig': '[url "git@git.example.com:"]\n\tinsteadOf = https://git.example.com/\n' },
      'git.example.com; git; ssh; https://git.example.com/ -> git@git.example.com:; .gitconfig:1',
    ],
    [
      'a rule for all of a public host says how, not which',
      {
        '.env': 'GOPRIVATE=github.com/acme/*',
        Makefile: 'git config url."git@github.com:".insteadOf "https://github.com/"\n',
      },
      'github.com/acme/*; git; ssh; https://github.com/ -> git@github.com:; .env:1',
    ],
    [
      'a rule with a token: .netrc holds it',
      {
        '.env': 'GOPRIVATE=github.com/acme/*',
        Makefile: 'git config url."https://$(TOKEN)@github.com/".insteadOf "https://github.com/"\n',
      },
      'github.com/acme/*; git; netrc; .env:1',
    ],
    [
      'a proxy with credentials',
      { '.env': 'GONOSUMDB=github.com/acme\nGOPROXY=https://me:token@proxy.example.com\n' },
      'github.com/acme; proxy in secret; GOPROXY; .env:1 .env:2',
    ],
    [
      'a proxy without',
      { '.env': 'GONOSUMDB=github.com/acme\nGOPROXY=https://proxy.example.com,direct\n' },
      'github.com/acme; proxy https://proxy.example.com,direct; netrc; .env:1 .env:2',
    ],
    [
      'GOPRIVATE keeps modules from the proxy',
      { '.env': 'GOPRIVATE=github.com/acme\nGOPROXY=https://proxy.example.com\n' },
      'github.com/acme; git; netrc; .env:1',
    ],
    [
      'unless GONOPROXY sends them there',
      { '.env': 'GOPRIVATE=github.com/acme\nGONOPROXY=none\nGOPROXY=https://proxy.example.com\n' },
      'github.com/acme; proxy https://proxy.example.com; netrc; .env:1 .env:3',
    ],
    [
      'a public mirror is nothing private',
      { Makefile: 'GOPROXY=https://goproxy.cn,direct\n' },
      'none',
    ],
    [
      "a host that only a network of one's own resolves",
      { 'go.mod': `${mod}\nrequire git.acme.internal/lib v1.0.0\n` },
      'git.acme.internal; git; netrc; go.mod:5',
    ],
    [
      'vendored modules are not downloaded',
      { '.env': 'GOPRIVATE=github.com/acme/*', 'vendor/modules.txt': '' },
      'none',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await found(files)).toBe(expected);
  });
});

describe('the step that downloads them', () => {
  async function step(
    files: Record<string, string>,
    {
      base = 'scratch',
      privateModules,
    }: { base?: keyof typeof offers; privateModules?: readonly string[] } = {},
  ) {
    const plan = await go.plan([
      await plannedFor(
        { ...project, ...files },
        { base, ...(privateModules ? { extra: { privateModules } } : {}) },
      ),
    ]);
    const download = plan.project['download'] as {
      git: { packages: string } | null;
      mounts: string[];
      command: string;
      why: string | null;
    };
    return {
      ...download,
      caches: plan.targets[0]?.program['caches'],
      secrets: plan.secrets,
      notes: noted(plan.notes),
    };
  }

  it('without any, has a cache and no secret', async () => {
    expect(await step({})).toMatchObject({
      git: null,
      mounts: ['type=cache,target=/go/pkg/mod'],
      command: 'go mod download',
      why: null,
      caches: ['/go/pkg/mod', '/root/.cache/go-build'],
      secrets: [],
      notes: '',
    });
  });
  it('over git, has git and .netrc, and keeps what it got', async () => {
    expect(await step({ '.env': 'GOPRIVATE=github.com/acme/*' })).toEqual({
      copies: [['go.mod', 'go.sum', './']],
      git: 'git',
      mounts: ['type=secret,id=netrc,target=/root/.netrc,required=true'],
      command: "export GOPRIVATE='github.com/acme/*' && go mod download",
      why: 'Downloads private modules (.env:1): only this line can read the secret. They stay in the layer, because no later line has it.',
      caches: ['/root/.cache/go-build'],
      secrets: [{ kind: 'file', id: 'netrc', source: '$HOME/.netrc', target: '/root/.netrc' }],
      notes:
        'info: github.com/acme/*: private modules, downloaded by git with the credentials of ~/.netrc, which you pass to the build (.env:1)',
    });
  });
  it('over SSH, by an option', async () => {
    expect(await step({}, { privateModules: ['ssh://git.example.com/*'] })).toMatchObject({
      git: 'git openssh-client',
      mounts: ['type=ssh,required=true'],
      command:
        "export GOPRIVATE='git.example.com/*' GIT_SSH_COMMAND='ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.ssh://git@git.example.com/.insteadOf GIT_CONFIG_VALUE_0=https://git.example.com/ && go mod download",
      secrets: [{ kind: 'ssh' }],
    });
  });
  it('from a proxy, needs no git, and its address is in no layer', async () => {
    const { git, mounts, command } = await step({
      '.env': 'GONOSUMDB=github.com/acme\nGOPROXY=https://me:token@proxy.example.com\n',
    });
    expect([git, mounts, command]).toEqual([
      null,
      ['type=secret,id=GOPROXY,required=true'],
      'export GOPROXY="$(cat /run/secrets/GOPROXY)" && export GONOSUMDB=github.com/acme && go mod download',
    ]);
  });
  it("the option's patterns go the way that the project says", async () => {
    const { command } = await step(
      { '.env': 'GONOSUMDB=github.com/acme\nGOPROXY=https://proxy.example.com\n' },
      { privateModules: ['git.example.com'] },
    );
    expect(command).toBe(
      'export GOPROXY=https://proxy.example.com GONOSUMDB=git.example.com && go mod download',
    );
  });
});
