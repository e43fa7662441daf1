/**
 * Finds functions that a platform turns into a program when it deploys them. The project has no
 * func main for them, so an image needs one.
 */
import type { Note } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { joined } from '../../text/paths.ts';
import { moduleOf } from './mains.ts';
import type { Modules } from './modules.ts';
import type { GoFile, GoPackage, Packages } from './packages.ts';

/** A way to write functions, and the main package that serves them. */
interface Kind {
  /** As it is named in a sentence. */
  readonly title: string;
  /** @returns the offset at which a file shows it. */
  find(file: GoFile): number | undefined;
  main(path: string, found: GoPackage, file: GoFile): string;
}

const framework = 'github.com/GoogleCloudPlatform/functions-framework-go';
const handler =
  /^func (Handle(?:r|Request)?)\(\s*\w+ http\.ResponseWriter,\s*\w+ \*http\.Request\s*\)\s*\{/mu;

const kinds: readonly Kind[] = [
  {
    // https://github.com/GoogleCloudPlatform/functions-framework-go#quickstart-hello-world-on-your-local-machine
    title: 'the Functions Framework (functions-framework-go)',
    find: ({ source }) => {
      const isImported = source.imports.some((it) => it.path === `${framework}/functions`);
      const call = /\bfunctions\.(?:HTTP|CloudEvent|Typed)\s*\(/.exec(source.code);
      return isImported ? (call?.index ?? 0) : undefined;
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
    find: ({ source }) => handler.exec(source.code)?.index,
    main: (path, { name }, { source }) => `package main

import (
	"log"
	"net/http"

	${path.split('/').at(-1) === name ? '' : `${name} `}"${path}"
)

func main() {
	log.Fatal(http.ListenAndServe(":8080", http.HandlerFunc(${name}.${handler.exec(source.code)?.[1]})))
}`,
  },
];

/**
 * @returns the error for a project without a program that has functions, `undefined` if it has none.
 */
export async function functionsNote(
  packages: Packages,
  modules: Modules,
): Promise<Note | undefined> {
  const loaded = await Promise.all(packages.folders.map((it) => packages.load(it)));
  const libraries = loaded.filter((it) => it !== undefined && it.name !== 'main');
  for (const kind of kinds)
    for (const found of libraries as readonly GoPackage[])
      for (const file of found.files) {
        const offset = kind.find(file);
        const module = moduleOf(found.folder, modules);
        if (offset === undefined || !module || /(?:^|\/)internal(?:\/|$)/.test(found.folder))
          continue;
        const inner = found.folder.slice(module.folder === '' ? 0 : module.folder.length + 1);
        const place = joined(module.folder, 'cmd/main.go');
        const path = [module.path, inner].filter((it) => it !== '').join('/');
        return {
          code: 'go/no-program',
          level: 'error',
          text: `there is no program: this is a function for ${kind.title}, which adds the main package when it deploys`,
          hint: `Add ${place}, then run go mod tidy:\n\n${kind.main(path, found, file)}\n`,
          evidence: [
            {
              file: file.path,
              line: lineAt(file.text, offset),
              because: 'a function for a platform',
            },
          ],
        };
      }
  return undefined;
}
