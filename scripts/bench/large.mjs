// How long `--yes --offline --dry-run` takes in large projects, as a multiple of a bare `node -e 0`, and how much memory: whole processes, the
// two commands in turn in one run. The projects are generated: packages of 20 files that import each other, all reached from the entry; one file
// of each package writes. Ends with 1 when a median or the memory is above its bound.
//
//   npm run bench:large [runs]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';

/** By the number of source files: the ratio (1.5 and 4 seconds where a bare node takes 40 ms), and the memory in MB. */
const bounds = { 5_000: { ratio: 37, memory: 400 }, 50_000: { ratio: 100, memory: 400 } };
const runs = Number(process.argv[2] ?? 5);
const command = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin.cjs');
const filesOfPackage = 20;

/** Each language: the files of its root, the file that begins a package, and the others. */
const languages = {
  go: {
    root: {
      'go.mod': 'module example.com/big\n\ngo 1.26.0\n',
      'main.go':
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/big/part0"\n)\n\nfunc main() {\n\tpart0.Start()\n\thttp.ListenAndServe(":8080", nil)\n}\n',
    },
    first: (part, below) => [
      `part${part}/first.go`,
      `package part${part}\n\nimport (\n\t"os"\n${below.map((it) => `\t"example.com/big/part${it}"\n`).join('')})\n\nfunc Start() {\n\tos.MkdirAll("data/part${part}", 0o755)\n${below.map((it) => `\tpart${it}.Start()\n`).join('')}}\n`,
    ],
    other: (part, file) => [
      `part${part}/f${file}.go`,
      `package part${part}\n\nimport "fmt"\n${repeated(
        (it) => `
// Item${file}x${it} is a thing with a name.
type Item${file}x${it} struct {
	Name  string \`json:"name"\`
	Count int    \`json:"count"\`
}

// Describe gives the name with its count.
func (item *Item${file}x${it}) Describe(prefix string) string {
	if item.Count > ${it} {
		return prefix + item.Name + " many"
	}
	return fmt.Sprintf("%s %d", prefix, item.Count)
}
`,
      )}`,
    ],
  },
  python: {
    root: {
      'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n',
      'big/__init__.py': '',
      'app.py': 'from flask import Flask\nfrom big import part0\n\napp = Flask(__name__)\n',
    },
    first: (part, below) => [
      `big/part${part}/__init__.py`,
      `import os\n${numbered((it) => `from . import f${it}\n`)}${below.map((it) => `from big import part${it}\n`).join('')}\nos.makedirs("data/part${part}", exist_ok=True)\n`,
    ],
    other: (part, file) => [
      `big/part${part}/f${file}.py`,
      `from dataclasses import dataclass\n${repeated(
        (it) => `

@dataclass
class Item${it}:
    """A thing with a name."""

    name: str
    count: int = ${it}

    def describe(self, prefix: str) -> str:
        if self.count > ${it}:
            return prefix + self.name + " many"
        return "%s %d" % (prefix, self.count)
`,
      )}`,
    ],
  },
  node: {
    root: {
      'package.json':
        '{"name":"big","version":"1.0.0","type":"module","scripts":{"start":"node server.js"}}',
      'package-lock.json':
        '{"name":"big","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"big","version":"1.0.0"}}}',
      'server.js':
        "import http from 'node:http';\nimport './part0/index.js';\n\nhttp.createServer((request, response) => response.end('ok')).listen(process.env.PORT ?? 3000);\n",
    },
    first: (part, below) => [
      `part${part}/index.js`,
      `import { mkdirSync } from 'node:fs';\n${numbered((it) => `import './f${it}.js';\n`)}${below.map((it) => `import '../part${it}/index.js';\n`).join('')}\nmkdirSync('data/part${part}', { recursive: true });\n`,
    ],
    other: (part, file) => [
      `part${part}/f${file}.js`,
      repeated(
        (it) => `
/** A thing with a name. */
export class Item${it} {
  constructor(name, count = ${it}) {
    this.name = name;
    this.count = count;
  }

  describe(prefix) {
    if (this.count > ${it}) return \`\${prefix}\${this.name} many\`;
    return \`\${prefix} \${this.count}\`;
  }
}
`,
      ),
    ],
  },
};

function repeated(text) {
  return Array.from({ length: 8 }, (_, index) => text(index)).join('');
}
function numbered(text) {
  return Array.from({ length: filesOfPackage - 1 }, (_, index) => text(index)).join('');
}

function write(folder, { root, first, other }, files) {
  const add = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(root)) add(path, text);
  const packages = files / filesOfPackage;
  for (let part = 0; part < packages; part += 1) {
    add(
      ...first(
        part,
        [2 * part + 1, 2 * part + 2].filter((it) => it < packages),
      ),
    );
    for (let file = 0; file < filesOfPackage - 1; file += 1) add(...other(part, file));
  }
}

/** Prints the peak of the memory when the process ends, in MB. */
const peak = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+Math.round(process.resourceUsage().maxRSS/1024)+'\\n'))`;

function measure(argv, cwd) {
  const begun = process.hrtime.bigint();
  const options = { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' };
  const { status, stderr } = spawnSync(process.execPath, argv, options);
  const taken = Number(process.hrtime.bigint() - begun) / 1e6;
  if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status}: ${stderr}`);
  return { taken, memory: Number(/^peak (\d+)$/m.exec(stderr)?.[1] ?? 0) };
}

console.log(
  `${'project'.padEnd(22)}${'node -e 0'.padStart(12)}${'the command'.padStart(13)}${'ratio'.padStart(8)}${'memory'.padStart(9)}   (medians of ${runs} pairs)`,
);
for (const [files, bound] of Object.entries(bounds))
  for (const [name, language] of Object.entries(languages)) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    write(folder, language, Number(files));
    const argv = ['--import', peak, command, '--yes', '--offline', '--dry-run'];
    const pairs = Array.from({ length: runs }, () => ({
      bare: measure(['-e', '0'], folder).taken,
      ours: measure([...argv, '--base', 'scratch'], folder),
    }));
    rmSync(folder, { recursive: true });
    const ratio = median(pairs.map((it) => it.ours.taken / it.bare));
    const memory = Math.max(...pairs.map((it) => it.ours.memory));
    const isOver = ratio > bound.ratio || memory > bound.memory;
    console.log(
      `${`${name}, ${files} files`.padEnd(22)}${`${median(pairs.map((it) => it.bare)).toFixed(1)} ms`.padStart(12)}${`${median(pairs.map((it) => it.ours.taken)).toFixed(0)} ms`.padStart(13)}${ratio.toFixed(1).padStart(8)}${`${memory} MB`.padStart(9)}${isOver ? `   above ${bound.ratio} or ${bound.memory} MB` : ''}`,
    );
    if (isOver) process.exitCode = 1;
  }
