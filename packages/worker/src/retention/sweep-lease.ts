import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectStore } from '@wattline/backend-contract';
import { z } from 'zod';
import { readDocument } from '../ledger.ts';

/** What a sweep removes, and until when it may. */
const Lease = z.object({ versions: z.array(z.string()), untilMs: z.number() });

/** A sweep that takes longer leaves the rest to the next one. */
export const LEASE_MS = 60_000;
/** How far the clocks of two machines may be apart. */
const SKEW_MS = 30_000;
const POLL_MS = 200;

const leaseKey = (dataset: string): string => `datasets/${dataset}/sweep.json`;

/** Says what will be removed, before the log does. */
export const putLease = async (
  results: ObjectStore,
  dataset: string,
  lease: z.infer<typeof Lease>,
): Promise<void> => {
  await results.put(leaseKey(dataset), JSON.stringify(lease), { contentType: 'application/json' });
};

/**
 * Waits while a sweep may still remove files of a version that a run makes again: else it could remove what that has just
 * written. Call it after the run's entry is in the log, since a sweep removes nothing that the log named before it.
 */
export const awaitSweep = async (
  results: ObjectStore,
  dataset: string,
  version: string,
  {
    now = Date.now,
    pause = () => sleep(POLL_MS),
  }: { readonly now?: () => number; readonly pause?: () => Promise<unknown> } = {},
): Promise<void> => {
  for (;;) {
    const lease = await readDocument(results, leaseKey(dataset), Lease);
    if (lease === undefined || !lease.versions.includes(version) || now() > lease.untilMs + SKEW_MS) return;
    await pause();
  }
};
