import { join } from 'node:path';
import { timed } from '@wattline/steps';
import pl, { type DataFrame } from 'nodejs-polars';
import { bucketsOf } from '../../entity-bucket.ts';
import { RejectedError } from '../../errors.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import type { Cut, Located } from '../range.ts';
import { HeaderReordered } from '../read/other-lines.ts';
import type { RangeRows } from '../read/range-rows.ts';
import { type RangeOptions, readRowsInto } from '../read/read-range.ts';
import type { RowSink } from '../read/spill.ts';
import type { CutFiles, CutRead } from './cut-read.ts';
import { writeRows } from './write-rows.ts';

const nothing: Omit<CutRead, 'cut' | 'from' | 'to' | 'encoding'> = {
  rows: { read: 0, kept: 0, lines: 0, byCode: [] },
  entities: [],
  vocabularies: [],
  refusals: { refused: 0, emptied: [], noNumbers: [], tallies: [] },
  times: { days: [], clock: [], counted: [], owned: [], shifted: [] },
  others: [],
};

type Rows = Omit<RangeRows, 'spill'>;

const writeRefused = async ({ quarantine }: Rows, path: string): Promise<CutRead['refusals']['waiting']> => {
  const pieces = quarantine.waiting();
  if (pieces.length === 0) return undefined;
  await pl
    .concat(pieces.map(({ rows }) => rows))
    .sinkIpc(path)
    .collect();
  return {
    count: pieces.reduce((sum, { count }) => sum + count, 0),
    from: Math.min(...pieces.map(({ from }) => from)),
    to: Math.max(...pieces.map(({ to }) => to)),
  };
};

const timesOf = ({ times }: Rows): CutRead['times'] => {
  const [found] = times;
  if (found === undefined) return nothing.times;
  const { days, skips } = found;
  return {
    days: [...days.found()].map(([day, counted]) => ({ day, ...counted })),
    clock: [...days.clock()],
    counted: [...days.counted()],
    owned: [...skips.owned()],
    shifted: [...skips.shifted()],
  };
};

/** Undefined where the file is refused, or has to be read as a whole: who reads the whole says why, and where. */
const readRows = async (
  inspected: Inspected,
  { from, to, encoding }: Omit<Located, 'lines'>,
  options: Omit<RangeOptions, 'range'>,
): Promise<{ readonly rows: Rows; readonly chunks: readonly DataFrame[] } | undefined> => {
  const range = { from, to, linesBefore: 0, ...(encoding && { encoding }) };
  // As many rows as a cut has stay in memory until all are read.
  const kept = new Map<number, DataFrame>();
  const add: RowSink['add'] = async (sequence, rows) => {
    if (rows.height > 0) kept.set(sequence, rows);
  };
  try {
    const rows = await readRowsInto({ add }, inspected, { ...options, range });
    return { rows, chunks: [...kept].sort(([a], [b]) => a - b).map(([, chunk]) => chunk) };
  } catch (error) {
    if (error instanceof RejectedError || error instanceof HeaderReordered) return undefined;
    throw error;
  }
};

/** The records of a cut; of rows these are known. */
const locate = async (
  { source: { content } }: Inspected,
  cut: Cut,
  known: number | undefined,
): Promise<Located> => {
  if (content.kind === 'frames') return { from: cut.from, to: cut.to, lines: cut.to - cut.from };
  const { anywhere } = content;
  if (anywhere === undefined) throw new Error('the text cannot be read from any offset on');
  return timed('locate', () => anywhere.locate(cut, known));
};

/**
 * Reads the records of a cut, and writes its rows and refusals to files in `folder`.
 *
 * @param options.known nothing behind this byte of the text can be read
 */
export const readCut = async (
  inspected: Inspected,
  cut: Cut,
  options: Pick<RangeOptions, 'name' | 'folder' | 'scratch' | 'signal'> & { readonly known?: number },
): Promise<{ readonly read: CutRead; readonly files: CutFiles }> => {
  const { from, to, lines, encoding, isOpen } = await locate(inspected, cut, options.known);
  const place = { cut, from, to, ...(encoding !== undefined && { encoding }) };
  if (isOpen) return { read: { ...place, ...nothing, isRefused: true }, files: {} };
  if (from === to) return { read: { ...place, ...nothing }, files: {} };
  const { known: _, ...rest } = options;
  // A guess of its own is not told to the reading: the whole has none either.
  const found = await readRows(inspected, { from, to, encoding: cut.encoding }, rest);
  if (found === undefined) return { read: { ...place, ...nothing, isRefused: true }, files: {} };
  const { rows, chunks } = found;
  const [path, refused] = [join(options.folder, 'rows.arrow'), join(options.folder, 'refused.arrow')];
  const cutOf = { names: rows.entities.names(), buckets: bucketsOf(inspected.spec), path };
  const byCode = await timed('write rows', () => writeRows(chunks, cutOf));
  const waiting = await writeRefused(rows, refused);
  const { quarantine, entities, vocabularies } = rows;
  return {
    read: {
      ...place,
      rows: { read: rows.read, kept: rows.kept, lines, byCode },
      entities: [...entities.names()],
      vocabularies: [...vocabularies].map(([column, words]) => ({ column, words: [...words] })),
      refusals: {
        refused: quarantine.refused(),
        emptied: [...quarantine.emptied()].map(([column, cells]) => ({ column, cells })),
        noNumbers: quarantine.noNumbers().map((found) => ({ ...found })),
        tallies: quarantine.tallies().map((one) => ({ ...one, first: { ...one.first } })),
        ...(waiting && { waiting }),
      },
      times: timesOf(rows),
      others: rows.others.map((one) => ({ ...one })),
    },
    files: {
      ...(chunks.length > 0 && { rows: path }),
      ...(waiting && { refused }),
    },
  };
};
