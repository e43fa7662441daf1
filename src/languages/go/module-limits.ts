/**
 * Releases of modules that a newer Go does not compile, though the `go` line of the project allows
 * it. Go promises that for its own API only, and these depend on more.
 */
import type { ModuleFile, Modules, Require } from './modules.ts';
import { compareVersions } from './version-order.ts';

interface Limit {
  readonly path: string;
  /** The first release that is not compiled, and the first later one that is. */
  readonly from: string;
  readonly until: string;
  /** The first Go that does not compile it. */
  readonly go: string;
}

const limits: readonly Limit[] = [
  // With Go 1.27, http2 is a wrapper of net/http, and in this release it lacks TrailerPrefix, which
  // google.golang.org/grpc uses. https://pkg.go.dev/golang.org/x/net@v0.54.0/http2?tab=versions
  { path: 'golang.org/x/net', from: '0.54.0', until: '0.55.0', go: '1.27' },
];

/** @returns the required module that this version of Go does not compile, if there is one. */
export function notCompiledWith(go: string, { main }: Modules): Require | undefined {
  return main
    .flatMap((it) => it.requires)
    .find((required) => {
      const version = required.version.replace(/^v/, '');
      return limits.some(
        (it) =>
          it.path === required.path &&
          compareVersions(version, it.from) >= 0 &&
          compareVersions(version, it.until) < 0 &&
          compareVersions(go, it.go) >= 0,
      );
    });
}

/**
 * The first releases that need Go 1.23. Since 1.21 the go command does not build with a go line that
 * is older than those of the required modules. https://go.dev/ref/mod#go-mod-file-go
 */
const strict: readonly Pick<Limit, 'path' | 'from'>[] = [
  { path: 'golang.org/x/crypto', from: '0.34.0' },
  { path: 'golang.org/x/image', from: '0.25.0' },
  { path: 'golang.org/x/net', from: '0.36.0' },
  { path: 'golang.org/x/oauth2', from: '0.28.0' },
  { path: 'golang.org/x/sync', from: '0.12.0' },
  { path: 'golang.org/x/sys', from: '0.31.0' },
  { path: 'golang.org/x/term', from: '0.30.0' },
  { path: 'golang.org/x/text', from: '0.23.0' },
  { path: 'golang.org/x/time', from: '0.11.0' },
];

/** @returns the required module whose go line is newer than that of a module. */
export function newerThan({ go, requires }: ModuleFile): Require | undefined {
  if (go && compareVersions(go.value, '1.23') >= 0) return undefined;
  return requires.find((required) =>
    strict.some(
      ({ path, from }) =>
        path === required.path && compareVersions(required.version.replace(/^v/, ''), from) >= 0,
    ),
  );
}
