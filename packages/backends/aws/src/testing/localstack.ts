import { randomBytes } from 'node:crypto';
import { describeWith } from '@wattline/test-tools';
import { inject } from 'vitest';
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

/** Tests that need LocalStack. */
export const onLocalStack = (name: string, body: (endpoint: string) => void): void =>
  describeWith(name, { LocalStack: inject('localstack') }, ({ LocalStack }) => body(LocalStack));
