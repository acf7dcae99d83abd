import { LocalstackContainer } from '@testcontainers/localstack';
import type { TestProject } from 'vitest/node';
import { askForDocker } from './docker-setup.ts';

// The last version that is free of charge.
const IMAGE = 'localstack/localstack:4.14.0';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of the LocalStack that all tests share; undefined where there is no Docker. */
    localstack: string | undefined;
  }
}

/** Starts one LocalStack for all test files; without Docker their tests are skipped, but never in CI. */
export default async function startLocalStack(project: TestProject): Promise<() => Promise<void>> {
  if (!(await askForDocker(project))) {
    project.provide('localstack', undefined);
    return async () => {};
  }
  const container = await new LocalstackContainer(IMAGE)
    .withEnvironment({ EAGER_SERVICE_LOADING: '1', SERVICES: 's3,sqs' })
    .start();
  project.provide('localstack', container.getConnectionUri());
  return async () => {
    await container.stop();
  };
}
