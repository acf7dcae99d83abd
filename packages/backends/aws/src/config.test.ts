import { expect, test } from 'vitest';
import { readAwsConfig } from './config.ts';

const least = { WATTLINE_PREFIX: 'wattline-dev', AWS_REGION: 'eu-central-1' };

test('a prefix and a region are enough', () => {
  expect(readAwsConfig(least)).toEqual({
    prefix: 'wattline-dev',
    s3: { region: 'eu-central-1' },
    sqs: { region: 'eu-central-1' },
    ecs: { region: 'eu-central-1' },
  });
  expect(readAwsConfig({ WATTLINE_PREFIX: 'abc', AWS_DEFAULT_REGION: 'eu-west-1' }).s3.region).toBe(
    'eu-west-1',
  );
});

test('an endpoint serves all, unless one has its own; Wattline’s own goes before AWS’s', () => {
  const all = 'http://localhost:4566';
  const sqs = 'https://sqs.example';
  const endpoints = (environment: NodeJS.ProcessEnv) => {
    const config = readAwsConfig({ ...least, ...environment });
    return [config.s3.endpoint, config.sqs.endpoint, config.ecs.endpoint];
  };
  expect(endpoints({ AWS_ENDPOINT_URL: all })).toEqual([all, all, all]);
  expect(endpoints({ AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_SQS: sqs })).toEqual([all, sqs, all]);
  expect(endpoints({ AWS_ENDPOINT_URL_S3: sqs })).toEqual([sqs, undefined, undefined]);
  expect(endpoints({ AWS_ENDPOINT_URL_ECS: sqs })).toEqual([undefined, undefined, sqs]);
  expect(endpoints({ WATTLINE_ENDPOINT: all, AWS_ENDPOINT_URL_S3: sqs, AWS_ENDPOINT_URL: sqs })).toEqual([
    all,
    all,
    all,
  ]);
});

test('others may reach S3 at another address than the service does', () => {
  const config = readAwsConfig({
    ...least,
    WATTLINE_ENDPOINT: 'http://localstack:4566',
    WATTLINE_PUBLIC_ENDPOINT: 'http://127.0.0.1:4566',
  });
  expect([config.s3.endpoint, config.publicS3?.endpoint]).toEqual([
    'http://localstack:4566',
    'http://127.0.0.1:4566',
  ]);
});

test('every wrong or missing variable is named, with the remedy', () => {
  const read = () => readAwsConfig({ WATTLINE_PREFIX: 'Ab_', WATTLINE_ENDPOINT: 'localhost:4566' });
  expect(read).toThrow(
    /WATTLINE_PREFIX: must be .*\n.*WATTLINE_ENDPOINT: must be .*\n.*AWS_REGION: is missing/,
  );
  expect(read).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', remedy: expect.stringMatching(/configuration\.md/) }),
  );
  expect(() => readAwsConfig({})).toThrow(/WATTLINE_PREFIX: is missing\n.*AWS_REGION: is missing/);
});

test.for(['ab', '-abc', 'abc-', 'a'.repeat(51), 'a.b.c'])('no prefix: %j', (WATTLINE_PREFIX) => {
  expect(() => readAwsConfig({ ...least, WATTLINE_PREFIX })).toThrow(/WATTLINE_PREFIX/);
});
