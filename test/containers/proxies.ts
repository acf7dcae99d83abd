import { stageNames, writeObjectCreated } from '@wattline/worker';
import { expect, test } from 'vitest';
import { deadLetters, noDeadLetters } from '../support/aws-backend.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { emptied } from '../support/ended.ts';
import { startProxiedBackend } from '../support/proxied-backend.ts';
import { makeMeters } from './sealed-meters.ts';

const COPIES = 10;
const FAULTS = 500;
const MANY_BUCKETS = `
time: { column: timestamp }
entity: meter
values: { active_power: {}, voltage: {} }
partition: { entityBuckets: 64 }
`;

export const testProxies = (stack: () => ComposeStack): void => {
  test(`S3 fails ${FAULTS} times in one run`, async () => {
    // Many small parts, for many requests.
    const meters = await makeMeters('failing', {
      seed: 31,
      meters: 60,
      rowsPerMeter: 600,
      spec: MANY_BUCKETS,
    });
    const { backend, endProxy } = await startProxiedBackend(stack(), {
      prefix: 'wattline-failing',
      plan: { seed: 1, share: 0.45, most: FAULTS },
    });
    await meters.expectSealed(backend, await meters.upload(backend));
    const counters = await endProxy();
    expect(counters).toEqual({
      unavailable: expect.any(Number),
      unanswered: expect.any(Number),
      conflicts: expect.any(Number),
    });
    const counts = Object.values(counters as Record<string, number>);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(FAULTS);
    for (const count of counts) expect(count).toBeGreaterThan(10);
  });

  test('every message comes ten times, in any order', async () => {
    const meters = await makeMeters('repeated', { seed: 32, meters: 4 });
    const { backend, endProxy } = await startProxiedBackend(stack(), {
      prefix: 'wattline-repeated',
      plan: { seed: 2, copies: COPIES, longestDelayS: 3 },
    });
    const { staging, results } = backend.stores;
    const run = await meters.upload(backend);
    // S3's own message does not pass the proxy.
    const key = 'staging-directory/repeated/a.csv';
    const info = await staging.head(key);
    if (info?.versionId === undefined) throw new Error('the upload has no version');
    const { bytes, etag, versionId } = info;
    const announcement = writeObjectCreated({
      bucket: staging.name,
      key,
      bytes,
      etag,
      versionId,
      at: info.modifiedAt,
    });
    const copies = Array.from({ length: COPIES - 1 }, (_, copy) => copy);
    await Promise.all(
      copies.map((copy) => backend.queues.ingest.send(announcement, { delayMs: (copy % 4) * 1_000 })),
    );

    await emptied(stageNames.map((name) => backend.queues[name]));
    const { stages } = await meters.expectSealed(backend, run);
    const runs = new Set<string | undefined>();
    for await (const found of results.list('runs/')) runs.add(found.key.split('/')[1]);
    expect([...runs]).toEqual([run]);
    expect(stages.map(({ parts }) => parts.length)).toEqual([1, 4, 4, 1]);
    // One message for every part of the next stage, and for those who watch one for each and one for the upload.
    expect(await endProxy()).toEqual({ repeated: 4 + 4 + 1 + (1 + 1 + 4 + 4 + 1) });
    expect(await deadLetters(backend)).toEqual(noDeadLetters);
  });
};
