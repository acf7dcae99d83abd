import { leftOutReporter } from '@wattline/test-tools/left-out';
import { configDefaults, defineConfig } from 'vitest/config';

const shared = { testTimeout: 120_000, hookTimeout: 120_000, pool: 'forks', maxWorkers: 2 } as const;

const onLocalStack = '**/*.localstack.test.ts';
const inContainers = 'test/containers/**/*.test.ts';
const onTerraform = 'test/infra/**/*.test.ts';

/** The projects run one after the other: containers want the machine for themselves. */
export default defineConfig({
  test: {
    reporters: ['default', leftOutReporter()],
    projects: [
      {
        test: {
          ...shared,
          name: 'machine',
          sequence: { groupOrder: 0 },
          include: [
            'apps/**/*.test.ts',
            'packages/**/*.test.ts',
            'services/**/*.test.ts',
            'test/**/*.test.ts',
            'bench/src/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, onLocalStack, inContainers, onTerraform],
        },
      },
      {
        test: {
          ...shared,
          name: 'localstack',
          testTimeout: 600_000,
          sequence: { groupOrder: 1 },
          include: [`{packages,services,test}/${onLocalStack}`],
          globalSetup: ['packages/backends/aws/src/testing/localstack-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'containers',
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          testTimeout: 600_000,
          include: [inContainers],
          globalSetup: ['test/containers/images-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'infra',
          sequence: { groupOrder: 3 },
          // They wait for Terraform's own waits more than they work.
          maxWorkers: 4,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          include: [onTerraform],
          globalSetup: ['test/infra/support/infra-setup.ts'],
        },
      },
    ],
  },
});
