import { defineConfig } from 'vitest/config';

/** The tests that need Terraform, Python and Docker. */
export default defineConfig({
  test: {
    include: ['test/infra/**/*.test.ts'],
    globalSetup: ['test/infra/support/infra-setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    pool: 'forks',
    // They wait for Terraform's own waits more than they work.
    maxWorkers: 4,
  },
});
