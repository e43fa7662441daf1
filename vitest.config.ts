import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,golden,cli,registry,fuzz}/**/*.test.ts'],
    // Nothing is mocked and no module keeps state, so test files share their modules: half the time.
    isolate: false,
    globalSetup: 'test/temporary-folder.ts',
    // Keeps transformed modules in node_modules, by their contents: a sixth of the time of a run.
    experimental: { fsModuleCache: true },
    // Only `npm run golden`, which passes --update, writes snapshots: a missing one is a failure.
    update: 'none',
    expect: { requireAssertions: true },
    testTimeout: 30_000,
  },
});
