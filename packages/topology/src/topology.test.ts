import { describe, expect, test } from 'vitest';
import {
  firstStage,
  nodeOf,
  QueueName,
  StageName,
  StoreName,
  storesOf,
  Topology,
  topology,
} from './index.ts';

const services = { ...topology.stages, ...topology.services };
const everyService = Object.entries(services);
const withQueues = Object.entries({ ...topology.stages, status: topology.services.status });
const stageNames = StageName.options;

/** Whether one of the others matches everything that the pattern matches. */
const isCovered = (pattern: string, by: readonly string[] = []): boolean =>
  by.some((other) => other === pattern || (other.endsWith('*') && pattern.startsWith(other.slice(0, -1))));

test('every queue is received by exactly one service', () => {
  expect(withQueues.map(([, { receives }]) => receives).toSorted()).toEqual(QueueName.options.toSorted());
});

test('every queue has a writer, and no stage but those that divide files and begin versions sends to itself', () => {
  const sent = new Set(withQueues.flatMap(([, { sends }]) => sends));
  expect(QueueName.options.filter((queue) => !sent.has(queue))).toEqual([]);
  for (const name of stageNames) {
    const { receives, sends } = topology.stages[name];
    if (name !== firstStage && name !== nodeOf(firstStage).next) expect(sends, name).not.toContain(receives);
  }
});

test('an upload is announced to the stage that takes uploads', () => {
  const notifying = StoreName.options.filter((name) => topology.stores[name].notifies !== undefined);
  expect(notifying).toEqual(['staging']);
  const { queue, prefix } = topology.stores.staging.notifies ?? { queue: 'events', prefix: '' };
  const taker = stageNames.find((name) => topology.stages[name].receives === queue) ?? 'publish';
  expect(isCovered(`${prefix}*`, topology.stages[taker].reads.staging)).toBe(true);
});

describe('what is sealed', () => {
  const sealed = [
    ['features', 'feature-sets/x/version=1/manifest.json'],
    ['models', 'training-sets/x/version=1/train.parquet'],
    ['models', 'preprocessors/x/version=1/preprocessor.json'],
    ['results', 'reports/x/version=1/profile.json'],
  ] as const;

  test.each(sealed)('is written by publish alone: %s %s', (store, key) => {
    const writers = everyService.filter(([, { writes }]) => isCovered(key, writes[store]));
    expect(writers.map(([name]) => name)).toEqual(['publish']);
  });

  test.each(sealed)('does not expire: %s %s', (store, key) => {
    const { expire = [] } = topology.stores[store];
    expect(expire.filter(({ prefix }) => key.startsWith(prefix))).toEqual([]);
  });
});

test('the lab has one folder of the staging store, and all of the others', () => {
  const { prefix } = topology.stores.staging.notifies ?? { prefix: '' };
  expect(topology.lab).toEqual({ staging: [`${prefix}*`], features: ['*'], models: ['*'], results: ['*'] });
});

test('no service writes to every key of a store', () => {
  for (const [name, { writes }] of everyService)
    for (const keys of Object.values(writes)) expect(keys, name).not.toContain('*');
});

test('what a stage writes for the next one, that one reads', () => {
  for (const name of ['transform', 'aggregate', 'publish'] as const) {
    const before = stageNames[stageNames.indexOf(name) - 1] ?? 'ingest';
    expect(isCovered('work/*', topology.stages[before].writes.features), before).toBe(true);
    expect(isCovered('work/*', topology.stages[name].reads.features), name).toBe(true);
  }
});

test('every service with a queue reads and writes the ledger', () => {
  for (const [name, { reads, writes }] of withQueues) {
    expect(isCovered('runs/*', reads.results), name).toBe(true);
    expect(isCovered('runs/*', writes.results), name).toBe(true);
  }
});

test('a message may be worked on for longer than a service holds it without renewal', () => {
  for (const [name, { visibilityMs, longestWorkMs = visibilityMs }] of Object.entries(topology.queues))
    expect(longestWorkMs, name).toBeGreaterThanOrEqual(visibilityMs);
});

test('the status service redrives every queue', () => {
  expect(topology.services.status.redrives.toSorted()).toEqual(QueueName.options.toSorted());
});

test('the service that serves rows sees what rows are made of and who may ask, and writes what is posted', () => {
  const { reads, writes } = topology.services.serve;
  expect(reads).toEqual({
    features: ['feature-sets/*/latest.json', 'readings/*'],
    models: ['preprocessors/*'],
    results: ['datasets/*', 'access/tokens/*', 'access/audit/*'],
    staging: ['staging-directory/*/posted/*'],
  });
  expect(writes).toEqual({ staging: ['staging-directory/*/posted/*'], results: ['access/audit/*'] });
});

test('the stores of a service are those it reads or writes, each once', () => {
  expect(storesOf(topology.stages.aggregate)).toEqual(['features', 'results']);
  expect(storesOf(topology.stages.publish)).toEqual(['features', 'models', 'results']);
  expect(storesOf(topology.services.status)).toEqual(StoreName.options);
});

describe('a topology is refused', () => {
  const { stores, stages } = topology;
  test.each([
    [
      'with an unknown store',
      { stages: { ...stages, ingest: { ...stages.ingest, reads: { attic: ['*'] } } } },
    ],
    [
      'with a pattern that ends in half a name',
      { stages: { ...stages, ingest: { ...stages.ingest, writes: { results: ['ru*'] } } } },
    ],
    [
      'with a permission for no key',
      { stages: { ...stages, ingest: { ...stages.ingest, writes: { results: [] } } } },
    ],
    ['without the queue of a stage', { queues: { ingest: topology.queues.ingest } }],
    [
      'with old versions that expire before they are moved',
      {
        stores: {
          ...stores,
          models: { ...stores.models, oldVersions: { moveAfterDays: 30, expireAfterDays: 20 } },
        },
      },
    ],
    [
      'with old versions that move sooner than S3 allows',
      {
        stores: {
          ...stores,
          models: { ...stores.models, oldVersions: { moveAfterDays: 3, expireAfterDays: 20 } },
        },
      },
    ],
  ])('%s', (_, change) => {
    expect(Topology.safeParse(topology).success).toBe(true);
    expect(Topology.safeParse({ ...topology, ...change }).success).toBe(false);
  });
});
