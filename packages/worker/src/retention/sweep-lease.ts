import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { z } from 'zod';
import { readDocument } from '../ledger.ts';

/** What a sweep removes, and until when it may. */
const Lease = z.object({ versions: z.array(z.string()), untilMs: z.number() });

/** A sweep that takes longer leaves the rest to the next one. */
const LEASE_MS = 60_000;
/** How far the clocks of two machines may be apart. */
const SKEW_MS = 30_000;
const POLL_MS = 200;

const leaseKey = (dataset: string): string => `datasets/${dataset}/sweep.json`;

/**
 * Says what will be removed, before the log does. Undefined while another sweep of the dataset has the lease; else what
 * gives it back.
 */
export const takeLease = async (
  results: ObjectStore,
  dataset: string,
  { versions, nowMs }: { readonly versions: readonly string[]; readonly nowMs: number },
): Promise<{ readonly untilMs: number; readonly end: () => Promise<void> } | undefined> => {
  const key = leaseKey(dataset);
  const contentType = 'application/json';
  const current = await results.get(key);
  const held = current && Lease.parse(JSON.parse(new TextDecoder().decode(current.body)));
  if (held !== undefined && nowMs < held.untilMs + SKEW_MS) return undefined;
  const condition = current === undefined ? { ifAbsent: true } : { ifMatch: current.info.etag };
  const untilMs = nowMs + LEASE_MS;
  try {
    // Two that take it in one millisecond must not take each other's for their own.
    const id = randomBytes(8).toString('hex');
    const mine = JSON.stringify({ id, versions, untilMs });
    const { etag } = await results.put(key, mine, { ...condition, contentType });
    const ended = JSON.stringify({ id, versions: [], untilMs: 0 });
    return {
      untilMs,
      end: async () => {
        try {
          await results.put(key, ended, { ifMatch: etag, contentType });
        } catch (error) {
          // It ran out, and another has it.
          if (!(error instanceof PreconditionFailed)) throw error;
        }
      },
    };
  } catch (error) {
    if (error instanceof PreconditionFailed) return undefined;
    throw error;
  }
};

/**
 * Waits while a sweep may still remove files of a dataset: a run may make a version again that goes, or a file of it that
 * versions share, and the sweep would remove what that has just written. Call it after the run's entry is in the log,
 * since a sweep removes nothing that the log named before it.
 */
export const awaitSweep = async (
  results: ObjectStore,
  dataset: string,
  {
    now = Date.now,
    pause = () => sleep(POLL_MS),
  }: { readonly now?: () => number; readonly pause?: () => Promise<unknown> } = {},
): Promise<void> => {
  for (;;) {
    const lease = await readDocument(results, leaseKey(dataset), Lease);
    if (lease === undefined || now() > lease.untilMs + SKEW_MS) return;
    await pause();
  }
};
