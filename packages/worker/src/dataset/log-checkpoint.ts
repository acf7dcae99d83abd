import type { ObjectStore } from '@wattline/backend-contract';
import { z } from 'zod';
import { readDocument } from '../ledger.ts';
import { type KeptReadings, LogEntry } from './log-entry.ts';

/** Facts by their number: those that many uploads have stand there once. */
const Stored = z.object({
  format: z.literal(1),
  facts: z.array(z.unknown()),
  entries: z.array(z.unknown()),
});

/** One that another release wrote is none. */
const AnyStored = Stored.or(z.unknown().transform(() => undefined));

const Joined = z.object({ type: z.string(), again: z.array(z.unknown()).default([]) });
const Numbered = z.object({ facts: z.record(z.string(), z.int().nonnegative()) });

const Entries = z.array(LogEntry);

/** A new one comes after so many entries: so many at most are read one by one. */
const EVERY = 16;

const checkpointKey = (dataset: string): string => `datasets/${dataset}/checkpoint.json`;

/** Until an erasure is through, and where it came later, entries before it are not what they were. */
const isErasure = (entry: LogEntry): boolean => entry.type === 'deletion' && entry.erases !== undefined;
const isPending = (entry: LogEntry): boolean =>
  isErasure(entry) && !(entry.type === 'deletion' && entry.deletes.erased === true);

/** The first entries of a log; none where they have to be read one by one. */
export const readCheckpoint = async (store: ObjectStore, dataset: string): Promise<LogEntry[]> => {
  const stored = await readDocument(store, checkpointKey(dataset), AnyStored);
  if (stored === undefined) return [];
  const named = (kept: unknown): unknown => {
    const { facts } = Numbered.parse(kept);
    const found = Object.entries(facts).map(([name, number]) => [name, stored.facts[number]]);
    return { ...(kept as object), facts: Object.fromEntries(found) };
  };
  const whole = (entry: unknown): unknown => {
    const { type, again } = Joined.parse(entry);
    return type === 'upload' ? { ...(named(entry) as object), again: again.map(named) } : entry;
  };
  return Entries.parse(stored.entries.map(whole));
};

/** Whether the entries of a checkpoint are still those of the log, by the ones that came after it. */
export const isCurrent = (entries: readonly LogEntry[], later: readonly LogEntry[]): boolean =>
  !later.some(isErasure) && !entries.some(isPending);

/** Keeps the entries of a log so far in one document, where those of the last checkpoint are so many fewer. */
export const keepCheckpoint = async (
  store: ObjectStore,
  dataset: string,
  entries: readonly LogEntry[],
  checkpointed: number,
): Promise<void> => {
  if (entries.length - checkpointed < EVERY || entries.some(isPending)) return;
  const numbers = new Map<string, number>();
  const facts: unknown[] = [];
  const numberOf = (value: unknown): number => {
    const text = JSON.stringify(value);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, facts.length);
    return facts.push(value) - 1;
  };
  const numbered = <Kept extends KeptReadings>(kept: Kept): unknown => ({
    ...kept,
    facts: Object.fromEntries(Object.entries(kept.facts).map(([name, value]) => [name, numberOf(value)])),
  });
  const stored = entries.map((entry) =>
    entry.type === 'upload' ? numbered({ ...entry, again: entry.again.map(numbered) as never }) : entry,
  );
  const document = { format: 1, facts, entries: stored } satisfies z.input<typeof Stored>;
  await store.put(checkpointKey(dataset), JSON.stringify(document), { contentType: 'application/json' });
};

/** Removes it: entries are written again without what an erasure takes out. */
export const purgeCheckpoint = (store: ObjectStore, dataset: string): Promise<void> =>
  store.purge(checkpointKey(dataset));
