import { randomBytes } from 'node:crypto';
import { describe, inject, test } from 'vitest';
import type { AwsConfig } from '../config.ts';
import type {} from './localstack-setup.ts';

const REGION = 'eu-central-1';

/** A deployment of its own for each caller. */
export const localstackConfig = (endpoint: string): AwsConfig => {
  // LocalStack takes any credentials, but the SDK must find some.
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  const address = { region: REGION, endpoint };
  return { prefix: `test-${randomBytes(6).toString('hex')}`, s3: address, sqs: address, ecs: address };
};

/** Tests that need LocalStack: shown as skipped where there is no Docker. */
export const onLocalStack = (name: string, body: (endpoint: string) => void): void => {
  const endpoint = inject('localstack');
  if (endpoint === undefined) describe.skip(name, () => test('needs Docker', () => {}));
  else body(endpoint);
};
