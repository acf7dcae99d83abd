import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuarantinePage } from '@wattline/api';
import type { ObjectStore } from '@wattline/backend-contract';
import { quarantineKey, type Receipt } from '@wattline/worker';
import type { Expr, LazyDataFrame } from 'nodejs-polars';
import type { z } from 'zod';
import { csvLine } from '../http/safe-cell.ts';

type Row = z.infer<typeof QuarantinePage>['rows'][number];

const COLUMNS = ['line', 'column', 'value', 'code', 'reason'] as const;
const NUMBER = '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$';
const BATCH_ROWS = 100_000;

/** How many rows a run has in quarantine, as its ingest recorded. */
export const quarantinedRows = ({ run, outputs }: Receipt): number => {
  const rows = outputs.find(({ key }) => key === quarantineKey(run))?.labels?.rows;
  return typeof rows === 'number' ? rows : 0;
};

interface Quarantined {
  readonly store: ObjectStore;
  readonly run: string;
  readonly scratch: string;
}

/** Lends the run's quarantine file; a copy that had to be made is gone afterwards. */
const withFile = async <Result>(
  { store, run, scratch }: Quarantined,
  use: (path: string, folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(scratch, 'quarantine-'));
  try {
    return await use(await store.file(quarantineKey(run), folder), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

// Loaded with the first look: a stack whose pages nobody opens does without.
const polars = async () => (await import('nodejs-polars')).default;

const scan = (pl: Awaited<ReturnType<typeof polars>>, path: string): LazyDataFrame =>
  pl.scanCSV(path, { inferSchemaLength: 0 }).select(...COLUMNS);

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Without the apostrophe that ingest puts before what a spreadsheet would run. */
const unmarked = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '');

/** Some of a run's refused rows, in the order of the file. */
export const quarantinePage = (
  quarantined: Quarantined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Row[]> =>
  withFile(quarantined, async (path) => {
    const pl = await polars();
    const frame = await scan(pl, path).slice(offset, limit).collect();
    const cells = COLUMNS.map((name) => frame.getColumn(name).toArray() as unknown[]);
    return Array.from({ length: frame.height }, (_, row): Row => {
      const [line, column, value, code, reason] = cells.map((of) => of[row]);
      return {
        line: line === null || line === undefined || line === '' ? null : Number(line),
        column: unmarked(text(column)),
        value: unmarked(text(value)),
        code: text(code),
        reason: unmarked(text(reason)),
      };
    });
  });

/** All of them as CSV, made while it is read, with nothing that a spreadsheet would take for a formula. */
export async function* quarantineCsv(quarantined: Quarantined, rows: number): AsyncGenerator<Uint8Array> {
  const pl = await polars();
  const defused = (name: string): Expr => {
    const column = pl.col(name);
    const marked = column.str.replace('^([=+\\-@\\t\\r])', "'$1");
    return pl.when(column.str.contains(NUMBER)).then(column).otherwise(marked).alias(name);
  };
  yield Buffer.from(csvLine(COLUMNS));
  for (let offset = 0; offset < rows; offset += BATCH_ROWS) {
    const batch = join(quarantined.scratch, `${randomUUID()}.csv`);
    try {
      await withFile(quarantined, async (path) => {
        await scan(pl, path)
          .slice(offset, BATCH_ROWS)
          .select(...COLUMNS.map(defused))
          .sinkCSV(batch, { includeHeader: false, lineTerminator: '\r\n' })
          .collect();
      });
      for await (const chunk of createReadStream(batch)) yield chunk;
    } finally {
      await rm(batch, { force: true });
    }
  }
}
