import { expect, it } from 'vitest';
import { writtenText } from '../../../src/output/summary.ts';
import type { Port } from '../../../src/types.ts';

const written = (ports: readonly Port[], variables: readonly string[] = []): string =>
  writtenText(
    { files: [], written: true },
    {
      output: 'Dockerfile',
      plan: { targets: [{ service: 'api', stage: null }], secrets: [] },
      ports,
      variables,
      elsewhere: null,
    },
  );

it.each<[readonly Port[], string]>([
  [[], 'no-new-privileges api'],
  [[{ number: 8080, protocol: 'tcp' }], 'no-new-privileges -p 127.0.0.1:8080:8080 api'],
  [
    [
      { number: 8080, protocol: 'tcp' },
      { number: 5353, protocol: 'udp' },
    ],
    'no-new-privileges -p 127.0.0.1:8080:8080 -p 127.0.0.1:5353:5353/udp api',
  ],
])('the command that runs the image publishes its ports: %j', (ports, expected) => {
  expect(written(ports)).toContain(`${expected}\n`);
});

it('the commands have a place for each variable that the program demands', () => {
  const text = written([], ['SECRET_KEY', 'DATABASE_URL']);
  expect(text).toContain(' -e SECRET_KEY=... -e DATABASE_URL=... api\n');
  expect(text).toMatch(/verify --env SECRET_KEY=\.\.\. --env DATABASE_URL=\.\.\.$/);
});

it('the commands name a file where there are many', () => {
  const text = written([], ['A', 'B', 'C', 'D', 'E']);
  expect(text).toContain(' --env-file .env api\n');
  expect(text).toMatch(/verify --env-file \.env$/);
});
