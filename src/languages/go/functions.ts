/**
 * Finds functions that a platform turns into a program when it deploys them. The project has no
 * func main for them, so an image needs one.
 */
import type { Note } from '../../types.ts';
import type { Parse } from '../../syntax/parse.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { joined } from '../../text/paths.ts';
import { moduleOf } from './mains.ts';
import type { Modules } from './modules.ts';
import type { GoFile, GoPackage, Packages } from './packages.ts';

/** A way to write functions, and the main package that serves them. */
interface Kind {
  /** As it is named in a sentence. */
  readonly title: string;
  /** A text that each such file has. It makes the search faster. */
  readonly mark: string;
  /** @returns the node that shows it. */
  find(file: GoFile, tree: SyntaxTree): SyntaxNode | undefined;
  main(path: string, found: GoPackage, shown: SyntaxNode): string;
}

const framework = 'github.com/GoogleCloudPlatform/functions-framework-go';
const handlerTypes = 'http.ResponseWriter *http.Request';

/** `func Handle(response http.ResponseWriter, request *http.Request)` */
function isHandler(it: SyntaxNode): boolean {
  const parameters = it.field('parameters')?.parts ?? [];
  return (
    /^Handle(?:r|Request)?$/.test(it.field('name')?.text ?? '') &&
    it.field('result') === undefined &&
    parameters.map((one) => one.field('type')?.text).join(' ') === handlerTypes
  );
}

const kinds: readonly Kind[] = [
  {
    // https://github.com/GoogleCloudPlatform/functions-framework-go#quickstart-hello-world-on-your-local-machine
    title: 'the Functions Framework (functions-framework-go)',
    mark: `"${framework}/functions"`,
    find: ({ source }, tree) => {
      const isImported = source.imports.some((it) => it.path === `${framework}/functions`);
      const call = tree
        .ofType('call_expression')
        .find((it) =>
          /^functions\.(?:HTTP|CloudEvent|Typed)$/.test(it.field('function')?.text ?? ''),
        );
      return isImported ? (call ?? tree.root) : undefined;
    },
    main: (path) => `package main

import (
	"log"
	"os"

	_ "${path}"
	"${framework}/funcframework"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Fatal(funcframework.Start(port))
}`,
  },
  {
    title: 'a platform that serves a handler of net/http',
    mark: 'func Handle',
    find: (_, { root }) =>
      root.parts.find((it) => it.type === 'function_declaration' && isHandler(it)),
    main: (path, { name }, shown) => `package main

import (
	"log"
	"net/http"

	${path.split('/').at(-1) === name ? '' : `${name} `}"${path}"
)

func main() {
	log.Fatal(http.ListenAndServe(":8080", http.HandlerFunc(${name}.${shown.field('name')?.text ?? ''})))
}`,
  },
];

/**
 * @returns the error for a project without a program that has functions, `undefined` if it has none.
 */
export async function functionsNote(
  packages: Packages,
  modules: Modules,
  parse: Parse,
): Promise<Note | undefined> {
  const loaded = await Promise.all(packages.folders.map((it) => packages.load(it)));
  const libraries = loaded.filter((it) => it !== undefined && it.name !== 'main');
  for (const kind of kinds)
    for (const found of libraries as readonly GoPackage[])
      for (const file of found.files) {
        const tree = file.text.includes(kind.mark) ? parse(file.path, file.text) : undefined;
        const shown = tree && kind.find(file, tree);
        const module = moduleOf(found.folder, modules);
        if (!shown || !module || /(?:^|\/)internal(?:\/|$)/.test(found.folder)) continue;
        const inner = found.folder.slice(module.folder === '' ? 0 : module.folder.length + 1);
        const place = joined(module.folder, 'cmd/main.go');
        const path = [module.path, inner].filter((it) => it !== '').join('/');
        return {
          code: 'go/no-program',
          level: 'error',
          text: `there is no program: this is a function for ${kind.title}, which adds the main package when it deploys`,
          hint: `Add ${place}, then run go mod tidy:\n\n${kind.main(path, found, shown)}\n`,
          evidence: [{ file: file.path, line: shown.line, because: 'a function for a platform' }],
        };
      }
  return undefined;
}
