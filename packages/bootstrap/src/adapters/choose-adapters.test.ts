import { expect, test } from 'vitest';
import { chooseAdapters } from './choose-adapters.ts';
import { loadAdapter } from './load-adapter.ts';

const choose = (environment: Readonly<Record<string, string>>, isSupervised = false) =>
  chooseAdapters(environment, isSupervised);

test('without any setting, this machine; with a prefix, even an empty one, S3 and SQS', () => {
  expect(choose({})).toEqual({ store: 'directory', queue: 'sqlite', fleet: 'none' });
  expect(choose({ WATTLINE_PREFIX: 'plant' })).toEqual({ store: 's3', queue: 'sqs', fleet: 'none' });
  expect(choose({ WATTLINE_PREFIX: '' })).toMatchObject({ store: 's3', queue: 'sqs' });
});

test('each is chosen apart, whatever the others are', () => {
  expect(choose({ WATTLINE_PREFIX: 'plant', WATTLINE_QUEUE: 'sqlite' })).toMatchObject({
    store: 's3',
    queue: 'sqlite',
  });
  expect(choose({ WATTLINE_STORE: '@acme/store' })).toMatchObject({ store: '@acme/store', queue: 'sqlite' });
});

test('the fleet is the named cluster, else the supervisor of a local stack', () => {
  expect(choose({ WATTLINE_ECS_CLUSTER: 'c' }, true).fleet).toBe('ecs');
  expect(choose({}, true).fleet).toBe('supervisor');
  expect(choose({ WATTLINE_PREFIX: 'plant' }, true).fleet).toBe('none');
  expect(choose({ WATTLINE_FLEET: 'none', WATTLINE_ECS_CLUSTER: 'c' }).fleet).toBe('none');
});

test('a name that is no adapter is refused with those that are', async () => {
  await expect(loadAdapter('store', 'dirctory')).rejects.toMatchObject({
    code: 'ADAPTER_UNUSABLE',
    message: expect.stringContaining('WATTLINE_STORE is "dirctory"'),
    remedy: expect.stringContaining('directory or s3'),
  });
  await expect(loadAdapter('queue', 'node:path')).rejects.toMatchObject({
    message: expect.stringContaining('exports no queueAdapter'),
  });
});
