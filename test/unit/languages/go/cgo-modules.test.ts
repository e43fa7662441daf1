import { expect, it } from 'vitest';
import { cgoModules } from '../../../../src/languages/go/cgo-modules.ts';
import { withoutVersion } from '../../../../src/languages/go/code/program.ts';
import { programOf } from '../../../support/go-facts.ts';

it('has each module once, without its major version', () => {
  const paths = cgoModules.map((it) => it.path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.map(withoutVersion)).toEqual(paths);
});

it('has a source for each claim that the sources of a module do not show', () => {
  const unproven = cgoModules.filter(
    (it) => (it.glibc ?? it.muslTags ?? it.muslFlag) !== undefined && it.source === undefined,
  );
  expect(unproven).toEqual([]);
});

// Modules that were reported: CGO_ENABLED=0 does not build them, or they do nothing then.
it.each([
  'github.com/DataDog/zstd',
  'github.com/valyala/gozstd',
  'github.com/uber/h3-go/v4',
  'github.com/tursodatabase/go-libsql',
  'github.com/yalue/onnxruntime_go',
  'github.com/smacker/go-tree-sitter',
  'github.com/tree-sitter/go-tree-sitter',
  'github.com/twpayne/go-geos',
  'github.com/coreos/go-systemd/v22/sdjournal',
  'github.com/asg017/sqlite-vec-go-bindings/cgo',
  'github.com/alexbrainman/odbc',
  'gopkg.in/hraban/opus.v2',
  'layeh.com/gopus',
  'github.com/mattn/go-oci8',
  'github.com/dolthub/go-icu-regex',
  'github.com/miekg/pkcs11',
  'github.com/otiai10/gosseract/v2',
  'github.com/jinzhu/gorm/dialects/sqlite',
])('%s is built with cgo', async (path) => {
  const { details } = await programOf(`import _ "${path}"\n\nfunc main() {}\n`);
  expect(details.cgo?.evidence).toEqual({
    file: 'main.go',
    line: 3,
    because: `imports ${path}, which needs cgo`,
  });
});
