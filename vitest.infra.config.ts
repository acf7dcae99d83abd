import { defineConfig } from 'vitest/config';

/** The tests that need Terraform, Python and Docker. */
export default defineConfig({
  test: {
    include: ['test/infra/**/*.test.ts'],
    globalSetup: ['test/infra/support/infra-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    // They wait for Terraform's own waits more than they work.
    maxWorkers: 4,
  },
});
