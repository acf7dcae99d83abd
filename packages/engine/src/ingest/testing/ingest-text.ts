// As in the processes that users run.
import '../../polars/index.ts';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import { type Ingested, type IngestOptions, ingestFile } from '../ingest-file.ts';

export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'wattline-ingest-'));

export interface Outcome extends Ingested {
  /** Rows of all buckets as [ISO time, entity, values and categories…]. */
  readonly rows: unknown[][];
  readonly columns: string[];
  /** Rows of the quarantine file. */
  readonly refusals: { line: number; column: string; value: string; code: string; reason: string }[];
}

const isoOf = (cell: unknown): unknown => (cell instanceof Date ? cell.toISOString() : cell);

export type Extras = Partial<Omit<IngestOptions, 'spec'>> & { spec?: SpecInput };

/** Ingests content that a test wrote down. */
export const ingestContent = async (content: string | Uint8Array, extras: Extras = {}): Promise<Outcome> => {
  const folder = scratchFolder();
  const { spec, ...rest } = extras;
  const path = join(folder, 'input');
  writeFileSync(path, content);
  const done = await ingestFile({
    path,
    name: 'input.csv',
    folder: join(folder, 'out'),
    ...rest,
    ...(spec === undefined ? {} : { spec: Spec.parse(spec) }),
  });
  const frames = done.readings.map((file) => pl.readParquet(file.path));
  const rows = frames.flatMap((frame) => {
    const columns = frame.columns.map((column) => frame.getColumn(column).toArray());
    return Array.from({ length: frame.height }, (_, row) => columns.map((cells) => isoOf(cells[row])));
  });
  const lines = done.quarantine === undefined ? undefined : pl.readCSV(readFileSync(done.quarantine.path));
  const refusals = (lines?.rows() ?? []).map(([line, column, value, code, reason]) => ({
    line: Number(line),
    column: String(column ?? ''),
    value: String(value ?? ''),
    code: String(code),
    reason: String(reason),
  }));
  return { ...done, rows, columns: frames[0]?.columns ?? [], refusals };
};

/** The error with which content is rejected. */
export const rejectionOf = async (
  content: string | Uint8Array,
  extras: Extras = {},
): Promise<RejectedError> => {
  const error = await ingestContent(content, extras).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RejectedError)) {
    throw new Error('was not rejected', { cause: error });
  }
  return error;
};

/** Times and one value. */
export const simpleSpec: SpecInput = { time: { column: 't' }, values: { v: {} } };
/** As many rows may be refused as there are. */
export const lenient: SpecInput = { ...simpleSpec, quarantine: { maxFraction: 1 } };
