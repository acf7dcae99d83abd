import { defineConfig } from 'vitest/config';

/** The tests that need Docker. */
export default defineConfig({
  test: {
    include: ['packages/**/*.localstack.test.ts', 'test/**/*.localstack.test.ts'],
    globalSetup: ['packages/aws/src/testing/localstack-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
