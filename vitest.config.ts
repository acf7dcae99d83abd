import { fileURLToPath } from 'node:url';
import { leftOutReporter } from '@wattline/test-tools/left-out';
import { longestFirst } from '@wattline/test-tools/longest-first';
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

/**
 * All at once: what waits for containers, for LocalStack, for Terraform's own waits and for processes leaves the
 * processors to what computes.
 */
const together = { sequence: { groupOrder: 0 }, maxWorkers: 4 } as const;

/** Seconds of the longest files, as .ci/run prints them. */
const measured = {
  'test/containers/stack.test.ts': 691,
  'test/chain/history-fuzz/history-fuzz.test.ts': 410,
  'test/infra/aws.test.ts': 290,
  'test/faults/kills.test.ts': 204,
  'test/infra/terraform.test.ts': 192,
  'test/chain/erase.test.ts': 163,
  'packages/engine/src/ingest/cuts/random-cuts.test.ts': 152,
  'test/browser/page.test.ts': 139,
  'test/chain/delete.test.ts': 110,
  'packages/engine/src/features/families.test.ts': 109,
  'test/chain/joins/joins.test.ts': 105,
  'test/python/client.test.ts': 96,
  'test/infra/localstack.test.ts': 90,
  'test/chain/file-plan.test.ts': 85,
  'test/browser/access.test.ts': 84,
  'test/serve/stored.test.ts': 80,
  'test/serve/stored-times.test.ts': 40,
  'test/localstack/chain.localstack.test.ts': 68,
  'test/localstack/poison.localstack.test.ts': 66,
  'test/fuzz/damaged-files.test.ts': 55,
  'test/api/openapi.test.ts': 53,
  'test/infra/plan.test.ts': 50,
};

export default defineConfig({
  test: {
    sequence: { sequencer: longestFirst(measured) },
    reporters: ['default', leftOutReporter()],
    projects: [
      // Each runs once: these are not among the machine's.
      { extends: './vitest.unit.config.ts', test: { ...together, name: 'unit' } },
      {
        test: {
          ...shared,
          ...together,
          name: 'machine',
          include: ['test/**/*.test.ts', ...beyondUnits],
          exclude: [...configDefaults.exclude, ...bySpark, onLocalStack, inContainers, onTerraform],
        },
      },
      {
        test: {
          ...shared,
          ...together,
          name: 'localstack',
          include: [`{packages,services,test}/${onLocalStack}`],
          globalSetup: ['packages/backends/aws/src/testing/localstack-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...together,
          name: 'containers',
          include: [inContainers],
          globalSetup: ['test/containers/images-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...together,
          name: 'infra',
          include: [onTerraform],
          globalSetup: ['test/infra/support/infra-setup.ts'],
        },
      },
    ],
  },
});
