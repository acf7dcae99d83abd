import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/**/*.test.ts',
      'services/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/src/**/*.test.ts',
    ],
    exclude: [...configDefaults.exclude, '**/*.localstack.test.ts', 'test/infra/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
