import { fileURLToPath } from 'node:url';
import { leftOutReporter } from '@wattline/test-tools/left-out';
import { configDefaults, defineConfig } from 'vitest/config';
import { beyondUnits, patient } from './vitest.unit.config.ts';

const shared = {
  ...patient,
  pool: 'forks',
  // The processes that tests start, hundreds of them, take half as long to load.
  env: {
    NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/wattline-compiled', import.meta.url)),
  },
} as const;

const onLocalStack = '**/*.localstack.test.ts';
const inContainers = 'test/containers/**/*.test.ts';
const onTerraform = 'test/infra/**/*.test.ts';
/** Minutes, and half a gigabyte of Spark: npm run test:spark. */
const bySpark = process.env.WATTLINE_SPARK === '1' ? [] : ['test/delta/*spark.test.ts'];

/** First what computes, then what mostly waits: for containers, for LocalStack, and for Terraform's own waits. */
const computing = { sequence: { groupOrder: 0 }, maxWorkers: 2 } as const;
const waiting = { sequence: { groupOrder: 1 }, maxWorkers: 4 } as const;

export default defineConfig({
  test: {
    reporters: ['default', leftOutReporter()],
    projects: [
      // Each runs once: these are not among the machine's.
      { extends: './vitest.unit.config.ts', test: { ...computing, name: 'unit' } },
      {
        test: {
          ...shared,
          ...computing,
          name: 'machine',
          include: ['test/**/*.test.ts', ...beyondUnits],
          exclude: [...configDefaults.exclude, ...bySpark, onLocalStack, inContainers, onTerraform],
        },
      },
      {
        test: {
          ...shared,
          ...waiting,
          name: 'localstack',
          include: [`{packages,services,test}/${onLocalStack}`],
          globalSetup: ['packages/backends/aws/src/testing/localstack-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...waiting,
          name: 'containers',
          include: [inContainers],
          globalSetup: ['test/containers/images-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...waiting,
          name: 'infra',
          include: [onTerraform],
          globalSetup: ['test/infra/support/infra-setup.ts'],
        },
      },
    ],
  },
});
