import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '@wattline/backend-contract';
import type { QuarantinedRow } from '@wattline/engine/query';
import { quarantineOf, type Receipt } from '@wattline/worker';

const BATCH_ROWS = 100_000;

/** How many rows a run has in quarantine, as its ingest recorded. */
export const quarantinedRows = (receipt: Receipt): number => {
  const rows = quarantineOf(receipt)?.labels?.rows;
  return typeof rows === 'number' ? rows : 0;
};

interface Quarantined {
  readonly store: ObjectStore;
  readonly receipt: Receipt;
  readonly scratch: string;
}

/** Lends the run's quarantine file; a copy that had to be made is gone afterwards. */
const withFile = async <Result>(
  { store, receipt, scratch }: Quarantined,
  use: (path: string, folder: string) => Promise<Result>,
): Promise<Result> => {
  const ref = quarantineOf(receipt);
  if (ref === undefined) throw new Error(`no row of run ${receipt.run} is in quarantine`);
  const folder = await mkdtemp(join(scratch, 'quarantine-'));
  try {
    return await use(await store.file(ref.key, folder), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

// Loaded with the first request: a stack whose pages are not opened does without Polars.
const query = () => import('@wattline/engine/query');

/** Some of a run's refused rows, in the order of the file. */
export const quarantinePage = (
  quarantined: Quarantined,
  slice: { readonly offset: number; readonly limit: number },
): Promise<QuarantinedRow[]> =>
  withFile(quarantined, async (path) => (await query()).readQuarantine(path, slice));

/** All of them as CSV, made while it is read, with nothing that a spreadsheet would take for a formula. */
export async function* quarantineCsv(quarantined: Quarantined, rows: number): AsyncGenerator<Uint8Array> {
  const { csvLine, quarantineColumns, writeQuarantineCsv } = await query();
  yield Buffer.from(csvLine(quarantineColumns));
  for (let offset = 0; offset < rows; offset += BATCH_ROWS) {
    const batch = join(quarantined.scratch, `${randomUUID()}.csv`);
    try {
      await withFile(quarantined, (path) => writeQuarantineCsv(path, batch, { offset, limit: BATCH_ROWS }));
      for await (const chunk of createReadStream(batch)) yield chunk;
    } finally {
      await rm(batch, { force: true });
    }
  }
}
