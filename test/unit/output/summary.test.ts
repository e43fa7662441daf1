import { expect, it } from 'vitest';
import { writtenText } from '../../../src/output/summary.ts';
import type { Port } from '../../../src/types.ts';

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
  const text = writtenText(
    { files: [], written: true },
    {
      output: 'Dockerfile',
      plan: { targets: [{ service: 'api', stage: null }], secrets: [] },
      ports,
      elsewhere: null,
    },
  );
  expect(text).toContain(`${expected}\n`);
});
