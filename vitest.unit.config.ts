import { configDefaults, defineConfig } from 'vitest/config';

/** They start processes or listen on a port. */
const withProcesses = [
  'bench/src/process-tree',
  'bench/src/side-by-side',
  'packages/backends/aws/src/queues/delete-by-tens',
  'packages/backends/aws/src/retries',
  'packages/backends/local/src/fleet/*',
  'packages/backends/local/src/lock',
  'packages/backends/local/src/objects/open-directory-store',
  'packages/backends/local/src/**/processes',
  'packages/backends/local/src/queues/failures',
  'packages/bootstrap/src/open-backend',
  'packages/bootstrap/src/task-protection',
  'packages/http/src/http/sent-answer',
  'packages/reader/src/**/*',
  'services/status/src/api/*',
  'services/status/src/queues/watch-dead-letters',
  'services/status/src/renewal/*',
  'services/status/src/specs/cpu-limit',
  'services/status/src/start-status',
  'services/status/src/uploads/*',
];

/** Many random cases, or waits for a clock: seconds each. */
const slow = [
  'packages/backends/local/src/objects/staging/watch-staging',
  'packages/backends/local/src/queues/queue',
  'packages/engine/src/features/{buckets,families,features,kinds}',
  'packages/engine/src/ingest/{as-people-write,bad-input,corpus/*,ranges,remedies,rows-above,same-rows,written-forms}',
  'packages/engine/src/ingest/cuts/random-cuts',
  'packages/engine/src/ingest/fuzz/fuzz',
  'packages/engine/src/publish/fit-scaler',
];

/** They compare with what Polars is before anything of ours has changed it: each needs a process of its own. */
const untouched = ['packages/engine/src/polars/light-{frames,series}'];

/** What stands beside the code, and is no unit test: it runs in npm test alone. */
export const beyondUnits = [...withProcesses, ...slow, ...untouched].map((path) => `${path}.test.ts`);

/** They end a test that hangs, however slow the machine: no test waits for a fixed time instead of an event. */
export const patient = {
  testTimeout: 1_500_000,
  hookTimeout: 1_500_000,
  expect: { poll: { timeout: 400_000 } },
} as const;

/** The tests of a minute: no process, no network, as a guard sees to. */
export default defineConfig({
  test: {
    name: 'unit',
    include: ['{apps,packages,services,bench,scripts}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.localstack.test.ts', ...beyondUnits],
    setupFiles: ['packages/test-tools/src/own-temporary-folder.ts', 'packages/test-tools/src/unit-guard.ts'],
    ...patient,
    pool: 'forks',
    // To start a process for each file and to load it all again took longer than the tests.
    isolate: false,
    maxWorkers: 2,
  },
});
