import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { readReceipt } from '../receipt.ts';
import type { LogEntry } from './dataset-log.ts';

const Partitions = z.object({ dataset: z.object({ partitions: z.object({ made: z.int().positive() }) }) });

/** Runs that are looked at. */
const LOOKED_AT = 10;

/**
 * About how long the stages take for a version with so many partitions to make, ms: as the newest run that made some took,
 * whose stages between the first and the last are counted by partition. Undefined where there is none.
 */
export const stageMs = async (
  stores: Stores,
  entries: readonly LogEntry[],
  made: number,
): Promise<number | undefined> => {
  const runs = new Set(entries.toReversed().flatMap((one) => ('replay' in one ? [one.run] : [])));
  for (const run of [...runs].slice(0, LOOKED_AT)) {
    const receipt = await readReceipt(stores, run);
    const before = Partitions.safeParse(receipt?.ingested).data?.dataset.partitions.made;
    if (receipt?.status !== 'sealed' || before === undefined) continue;
    const inner = receipt.stages.slice(1, -1);
    const [first, last] = [receipt.stages[0]?.ms ?? 0, receipt.stages.at(-1)?.ms ?? 0];
    return Math.round(first + last + (inner.reduce((sum, { ms = 0 }) => sum + ms, 0) * made) / before);
  }
  return undefined;
};
