import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { go } from '../../../../src/languages/go/go.ts';
import { optionTable } from '../../../../src/options.ts';
import { goFacts, main, mod, noted, plannedFor } from '../../../support/go-facts.ts';

/** What is before and after `go build`, without what every build has. */
async function built(files: Readonly<Record<string, string>>): Promise<string> {
  const { targets } = await go.plan([
    await plannedFor({ 'main.go': main, ...files }, { base: 'distroless' }),
  ]);
  const program = targets[0]?.program as { environment: string; flags: readonly string[] };
  const environment = program.environment.replace(/CGO_ENABLED=0 GOOS=\S+ GOARCH=\S+ ?/, '');
  return [environment, ...program.flags].filter((it) => it !== '').join(' ');
}

describe('the settings with which the project builds', () => {
  it.each<[string, Record<string, string>, string]>([
    ['none', { Makefile: 'build:\n\tgo build -o bin/shop .\n' }, ''],
    [
      'tags of a build that names the import path, and not those of another module',
      {
        Makefile:
          'tools:\n\tgo install -tags lint example.com/lint/cmd/lint\nbuild:\n\tgo build -tags fts5 example.com/shop\n',
      },
      '-tags=fts5',
    ],
    ['tags', { Makefile: 'build:\n\tgo build -tags fts5,json1 .\n' }, '-tags=fts5,json1'],
    [
      'tags in quotes',
      { Makefile: 'build:\n\tgo build -tags="fts5 json1" .\n' },
      '-tags=fts5,json1',
    ],
    [
      'tags of a variable',
      { Makefile: 'TAGS := fts5\nTAGS += json1\n\nbuild:\n\tgo build -tags "$(TAGS)" .\n' },
      '-tags=fts5,json1',
    ],
    [
      'tags of a variable of flags',
      { Makefile: 'T ?= fts5 # x\nFLAGS = -trimpath -tags ${T}\nbuild:\n\tgo build $(FLAGS) .\n' },
      '-tags=fts5',
    ],
    [
      'tags that functions of make put together',
      {
        Makefile:
          'TAGS = netgo\nEXTRA ?= fts5\nALL = $(TAGS) $(EXTRA)\ncomma := ,\nempty :=\nspace := $(empty) $(empty)\nLIST = $(subst $(space),$(comma),$(strip $(ALL)))\nFLAGS := -tags $(LIST)\nARGS = $(FLAGS)\nbuild:\n\tgo build $(ARGS) .\n',
      },
      '-tags=netgo,fts5',
    ],
    [
      'tags that no condition of make sets',
      {
        Makefile:
          'TAGS = fts5\nifeq ($(WITH_UI),1)\nTAGS += ui\nelse ifdef PLUGINS\nTAGS += plugins\nelse\nTAGS += plain\nendif\nifneq ($(strip $(MORE)),)\nTAGS += more\nendif\nifndef MORE\nTAGS += less\nendif\nbuild:\n\tgo build -tags "$(TAGS)" .\n',
      },
      '-tags=fts5,plain,less',
    ],
    [
      'tags of a condition of make that holds',
      {
        Makefile:
          'UI = 1\nifeq "$(UI)" "1"\nTAGS += ui\nelse\nTAGS += plain\nendif\nifdef UI\nTAGS += page\nelse ifeq (a,a)\nTAGS += none\nendif\nbuild:\n\tgo build -tags "$(TAGS)" .\n',
      },
      '-tags=ui,page',
    ],
    [
      'tags of a condition of make that nothing decides',
      {
        Makefile:
          'ifeq ($(shell uname),Linux)\nTAGS += fts5\nendif\nbuild:\n\tgo build -tags "$(TAGS)" .\n',
      },
      '-tags=fts5',
    ],
    [
      'tags beside what a command prints',
      {
        Makefile:
          'MORE = $(shell [ -d web/dist ] || echo \',noweb\')\nbuild:\n\tgo build -tags "fts5$(MORE)" .\n',
      },
      '-tags=fts5',
    ],
    [
      'tags of a go command in a variable that nothing sets',
      { Makefile: 'build:\n\t$(GO) build -tags fts5 .\n' },
      '-tags=fts5',
    ],
    [
      'tags in a variable of just',
      { justfile: "tags := 'fts5 netgo'\nbuild:\n    go build -tags '{{tags}}' .\n" },
      '-tags=fts5,netgo',
    ],
    [
      'tags of a task',
      {
        'Taskfile.yml':
          'vars:\n  TAGS: fts5\ntasks:\n  build:\n    cmds:\n      - go build -tags {{.TAGS}} .\n',
      },
      '-tags=fts5',
    ],
    [
      'tags of a script',
      { 'scripts/build.sh': 'TAGS="fts5"\ngo build -tags "$TAGS" ./...\n' },
      '-tags=fts5',
    ],
    [
      'tags of goreleaser',
      { '.goreleaser.yaml': 'builds:\n  - flags:\n      - -trimpath\n      - -tags=fts5\n' },
      '-tags=fts5',
    ],
    [
      'a list of tags of goreleaser, of the build of this program',
      {
        '.goreleaser.yml':
          'builds:\n  - main: ./cmd/tool\n    tags: [x]\n  - main: ./main.go\n    tags:\n      - fts5\n      - "{{ .Env.T }}"\n      - debug\ndockers_v2:\n  - tags: [latest]\n',
      },
      '-tags=fts5',
    ],
    [
      'tags among the flags of goreleaser, in one line',
      { '.goreleaser.yaml': 'builds:\n  - flags: [-trimpath, "-tags=fts5,prod"]\n' },
      '-tags=fts5,prod',
    ],
    [
      'tags in the only flag of goreleaser, of a build in a folder',
      { '.goreleaser.yaml': 'builds:\n  - dir: .\n    flags: -tags=fts5\n' },
      '-tags=fts5',
    ],
    [
      'a target for another toolchain',
      {
        Makefile:
          'build-fips:\n\tgo build -tags=fips .\n\nbuild:\n\tgo build -tags=fts5,goexperiment.opensslcrypto .\n',
      },
      '-tags=fts5',
    ],
    ['goreleaser without builds', { '.goreleaser.yml': 'version: 2\n' }, ''],
    ['goreleaser that cannot be read', { '.goreleaser.yml': 'builds: [\n' }, ''],
    ['tags of ko', { '.ko.yaml': 'builds:\n  - flags:\n      - -tags=fts5\n' }, '-tags=fts5'],
    [
      'tags of a workflow',
      {
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    steps:\n      - run: go build -tags fts5 ./...\n',
      },
      '-tags=fts5',
    ],
    ['tags that nothing sets', { Makefile: 'build:\n\tgo build -tags "$(TAGS)" .\n' }, ''],
    [
      'the cryptographic module',
      { Makefile: 'export GOFIPS140 = v1.0.0\n\nbuild:\n\tgo build .\n' },
      'GOFIPS140=v1.0.0',
    ],
    [
      'a variable before the command',
      { Makefile: 'build:\n\tCGO_ENABLED=0 GOEXPERIMENT=jsonv2 go build .\n' },
      'GOEXPERIMENT=jsonv2',
    ],
    [
      'a variable of a workflow',
      { '.github/workflows/ci.yml': 'env:\n  GOAMD64: v3\n' },
      'GOAMD64=v3',
    ],
    ['a variable that is off', { Makefile: 'export GOFIPS140 = off\n' }, ''],
    [
      'experiments that the newest Go has, of several',
      { Makefile: 'export GOEXPERIMENT = synctest,jsonv2,rangefunc\n' },
      'GOEXPERIMENT=jsonv2',
    ],
    ['an experiment that needs cgo', { Makefile: 'export GOEXPERIMENT = boringcrypto\n' }, ''],
    [
      'a profile',
      { Makefile: 'build:\n\tgo build -pgo=cpu.pgo .\n', 'cpu.pgo': '' },
      '-pgo=/src/cpu.pgo',
    ],
    ['a profile that is missing', { Makefile: 'build:\n\tgo build -pgo=cpu.pgo .\n' }, ''],
    ['those of tests', { Makefile: 'all:\n\tgo test -tags integration ./...\n' }, ''],
    ['those of a target for development', { Makefile: 'run-dev:\n\tgo build -tags local .\n' }, ''],
    [
      'those of another system',
      { Makefile: 'windows:\n\tGOOS=windows go build -tags gui .\n' },
      '',
    ],
    ['those of a plugin', { Makefile: 'plugins:\n\tgo build -buildmode=plugin -tags x .\n' }, ''],
    [
      'those of another program',
      { Makefile: 'tool:\n\tgo build -tags x ./cmd/tool\nbuild:\n\tgo build -tags y .\n' },
      '-tags=y',
    ],
    [
      'a tag for development alone',
      { Makefile: 'build:\n\tgo build -tags debug,fts5 .\n' },
      '-tags=fts5',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await built(files)).toBe(expected);
  });

  it('are noted with the place of each', async () => {
    const facts = await goFacts({
      'go.mod': mod,
      'main.go': main,
      Makefile: 'export GOFIPS140 = v1.0.0\nbuild:\n\tgo build -tags fts5 .\n',
    });
    expect(noted(facts.services[0]?.notes ?? [])).toContain(
      'info: the program is built with -tags=fts5, GOFIPS140=v1.0.0, as the project builds it (Makefile:3 Makefile:1)',
    );
  });

  it('decide which files are part of the program', async () => {
    const files = {
      'go.mod': mod,
      'main.go': main,
      'embed.go':
        '//go:build web\n\npackage main\n\nimport "embed"\n\n//go:embed dist\nvar dist embed.FS\n',
      Makefile: 'build:\n\tgo build -tags web .\n',
    };
    const patterns = async (makefile: string) =>
      (await goFacts({ ...files, Makefile: makefile })).services[0]?.details.embedded.targets.map(
        (it) => it.pattern,
      );
    expect(await patterns(files.Makefile)).toEqual(['dist']);
    expect(await patterns(`${files.Makefile}\nsmall:\n\tgo build .\n`)).toEqual([]);
  });
});

describe('settings that are given', () => {
  const files = {
    'main.go': main,
    Makefile: 'export GOFIPS140 = v1.0.0\nbuild:\n\tgo build -tags fts5 .\n',
  };
  it.each<[string, Record<string, unknown>, string]>([
    [
      'tags replace those of the project',
      { tags: ['json1', 'icu'] },
      'GOFIPS140=v1.0.0 -tags=json1,icu',
    ],
    [
      'a variable replaces that of the project',
      { goEnv: ['GOFIPS140=latest'] },
      'GOFIPS140=latest -tags=fts5',
    ],
    [
      'another variable is added',
      { goEnv: ['GODEBUG=x'] },
      'GOFIPS140=v1.0.0 GODEBUG=x -tags=fts5',
    ],
  ])('%s', async (_what, extra, expected) => {
    const { targets } = await go.plan([await plannedFor(files, { base: 'distroless', extra })]);
    const program = targets[0]?.program as { environment: string; flags: readonly string[] };
    expect([program.environment.replace(/^.*GOARCH=\S+ /, ''), ...program.flags].join(' ')).toBe(
      expected,
    );
  });
});

it.each([
  ['tags', 'sqlite_fts5', true],
  ['tags', 'a b', false],
  ['tags', '-race', false],
  ['goEnv', 'GOEXPERIMENT=jsonv2', true],
  ['goEnv', 'GOPROXY=https://proxy.example.com', true],
  ['goEnv', 'GOOS=js', false],
  ['goEnv', 'GOARCH=arm64', false],
  ['goEnv', 'PATH=/x', false],
  ['goEnv', 'GOFLAGS=$(id)', false],
])('--%s takes %s: %s', (key, value, taken) => {
  const option = optionTable.find((it) => it.key === key);
  expect(option && v.safeParse(option.schema, [value]).success).toBe(taken);
});
