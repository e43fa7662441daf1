import { expect, it } from 'vitest';
import { goFacts, programOf, said } from '../../../support/go-facts.ts';

const generate = '//go:generate go run ./internal/\n\npackage main\n\nfunc main() {}\n';
const server =
  'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n';

it('a main that does nothing beside directives for go generate is not the program', async () => {
  const { services } = await goFacts({
    'go.mod': 'module example.com/shop\n\ngo 1.26\n',
    'generate.go': generate,
    'cmd/shop/main.go': server,
  });
  expect(services.filter((it) => it.secondary === undefined).map((it) => it.name)).toEqual([
    'shop',
  ]);
  // Both are named like the module, and each also has another name.
  expect(services.map((it) => it.name).toSorted()).toEqual(['shop', 'shop-2']);
  expect(services.find((it) => it.name === 'shop')?.port).toMatchObject({ value: 8080 });
  const alone = await goFacts({
    'go.mod': 'module example.com/shop\n\ngo 1.26\n',
    'main.go': 'package main\n\nfunc main() {}\n',
  });
  expect(alone.services.map((it) => it.secondary)).toEqual([undefined]);
});

it.each([
  'const kubernetesPort = os.Getenv("KUBERNETES_SERVICE_PORT")',
  'const brokerPort = 1883',
  'var statsPort = ":8125"',
  'var aria2Addr = flag.String("aria2-addr", "localhost:6800", "")',
])('a port of another service is none of the program: %s', async (line) => {
  const { port } = await programOf(`${line}\n\nfunc main() { library.Run() }\n`);
  expect(said(port)).toMatch(/^found null/);
});
