/** The causes in logs of builds: each row of the table by its example, and whole logs. */
import { describe, expect, test } from 'vitest';
import { buildErrorIn, buildErrorRows } from '../../../src/verify/build-errors.ts';

describe.each(buildErrorRows.map((it) => [it.pattern.source, it] as const))('%s', (_, row) => {
  test('finds its example, and no row before it does', () => {
    const lines = row.example.log.split('\n');
    const first = buildErrorRows.find((it) => lines.some((line) => it.pattern.test(line)));
    expect(first).toBe(row);
    expect(buildErrorIn(lines)?.lines[0]).toMatch(row.pattern);
  });

  test('says what to do next, where that is known', () => {
    const advice = buildErrorIn(row.example.log.split('\n'))?.advice;
    expect(advice).toEqual(row.example.says && expect.stringContaining(row.example.says));
  });
});

const log = (text: string): string[] => text.trim().split('\n');

test('the cause of the step that failed comes first, not that of one beside it', () => {
  const error = buildErrorIn(
    log(`
#9 [web 3/5] RUN npm ci
#9 0.900 npm error code EUSAGE
#11 [build 4/6] RUN pip install -r requirements.txt
#11 3.100 Collecting psycopg2
#11 4.200       psycopg/psycopg.h:35:10: fatal error: libpq-fe.h: No such file or directory
#11 4.201       compilation terminated.
#11 4.300   ERROR: Failed building wheel for psycopg2
#11 ERROR: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1
------
 > [build 4/6] RUN pip install -r requirements.txt:
------
`),
  );
  expect(error?.lines[0]).toContain('fatal error: libpq-fe.h');
  expect(error?.lines[1]).toContain('compilation terminated.');
  expect(error?.advice).toContain('has no libpq-fe.h');
});

test('npm prints its options after the cause: only its own lines are shown, and not all', () => {
  const options = Array.from({ length: 90 }, (_, index) => `#7 1.2 npm error   --option-${index}`);
  const error = buildErrorIn([
    '#7 1.0 npm error code EUSAGE',
    '#7 1.0 npm error',
    '#7 1.1 npm error Missing: ms@2.1.3 from lock file',
    ...options,
    '#7 ERROR: process "npm ci" did not complete successfully: exit code: 1',
  ]);
  expect(error?.lines).toHaveLength(6);
  expect(error?.lines[1]).toBe('npm error Missing: ms@2.1.3 from lock file');
});

test('a script of npm that fails shows what the compiler says', () => {
  const error = buildErrorIn(
    log(`
#8 2.1 > tsc -p .
#8 5.0 src/a.ts(3,1): error TS2304: Cannot find name 'foo'.
#8 5.1 npm error Lifecycle script \`build\` failed with error:
#8 5.1 npm error code 2
#8 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2
`),
  );
  expect(error?.lines).toEqual(["src/a.ts(3,1): error TS2304: Cannot find name 'foo'."]);
});

test('a file that COPY does not find is named with the line of the engine', () => {
  const error = buildErrorIn(
    log(`
#6 [build 2/4] COPY assets ./assets
#6 ERROR: failed to calculate checksum of ref x::y: "/assets": not found
ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/assets": not found
`),
  );
  expect(error?.advice).toContain('--ship assets');
});

test('the log of an engine without numbers is read, too, and one without an error says nothing', () => {
  expect(buildErrorIn(['STEP 3/5: RUN make', '/bin/sh: make: not found'])?.advice).toContain(
    'make',
  );
  expect(buildErrorIn(['#1 [internal] load build definition', '#1 DONE 0.0s'])).toBeUndefined();
});

test('the line with which the engine ends is no cause', () => {
  const lines = [
    '#7 1.0 make: *** [all] Error 1',
    '#7 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2',
    'ERROR: failed to build: failed to solve: process "/bin/sh -c make" did not complete successfully',
  ];
  expect(buildErrorIn(lines)).toBeUndefined();
});
