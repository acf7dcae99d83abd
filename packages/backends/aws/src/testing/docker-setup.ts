import { getContainerRuntimeClient } from 'testcontainers';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether tests may start containers. */
    docker: boolean;
  }
}

const isRunning = async (): Promise<boolean> => {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch (cause) {
    if (process.env.CI !== 'true') return false;
    throw new Error(
      'Docker is not running, and CI skips no test: start it, or unset CI to skip the tests that need it',
      { cause },
    );
  }
};

/** Whether there is Docker: asked and told once for all projects. Throws in CI where there is none. */
export const askForDocker = async ({ vitest }: Pick<TestProject, 'vitest'>): Promise<boolean> => {
  const known = vitest.getProvidedContext().docker;
  if (known !== undefined) return known;
  const running = await isRunning();
  vitest.provide('docker', running);
  if (!running)
    process.stderr.write('Docker is not running: the tests on LocalStack and in containers are skipped.\n');
  return running;
};

export default async function findDocker(project: TestProject): Promise<void> {
  await askForDocker(project);
}
