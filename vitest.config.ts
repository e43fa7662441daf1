import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,golden,cli,registry}/**/*.test.ts'],
    expect: { requireAssertions: true },
    testTimeout: 30_000,
  },
});
