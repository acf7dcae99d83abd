import type { Tool } from '@wattline/test-tools/look-for';
import type { TestProject } from 'vitest/node';
import { startLocalStack } from './localstack-container.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of the LocalStack that the tests of a project share. */
    localstack: Tool;
  }
}

/** One LocalStack for all test files. */
export default async function provideLocalStack(project: TestProject): Promise<() => Promise<void>> {
  const { tool, stop } = await startLocalStack('s3,sqs');
  project.provide('localstack', tool);
  return stop;
}
