import pl, { type LazyDataFrame } from 'nodejs-polars';
import { bucketsOf } from '../../entity-bucket.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { createCodes } from '../read/entities.ts';
import { LINE } from '../read/fields.ts';
import type { RangePart } from '../read/range-rows.ts';
import { layoutOfInspected } from '../read/read-range.ts';
import type { RangeSpill } from '../read/spill.ts';
import type { TimesFound } from '../times/time-log.ts';
import type { CutFiles, CutRead } from './cut-read.ts';
import { fileOrder } from './file-order.ts';
import { nextWrong } from './mend-cuts.ts';

/** A cut that was read, wherever that was. */
export interface ReadCut {
  readonly read: CutRead;
  readonly files: CutFiles;
}

const later = (rows: LazyDataFrame, column: string, lines: number): LazyDataFrame =>
  lines === 0
    ? rows
    : rows.withColumn(
        pl
          .col(column)
          .add(lines)
          .cast(column === LINE ? pl.UInt32 : pl.Int64)
          .alias(column),
      );

/** Rows of one bucket in the file of a cut, and how many of them each entity has. */
interface Stretch {
  readonly from: number;
  rows: number;
  readonly runs: { readonly code: number; readonly rows: number }[];
}

const stretchesOf = ({ entities, rows: { byCode } }: CutRead, buckets: number): Map<number, Stretch> => {
  const stretches = new Map<number, Stretch>();
  let from = 0;
  for (const { code, bucket } of fileOrder(entities, buckets)) {
    const rows = byCode[code] ?? 0;
    if (rows === 0) continue;
    const before = stretches.get(bucket) ?? { from, rows: 0, runs: [] };
    stretches.set(bucket, before);
    before.rows += rows;
    before.runs.push({ code, rows });
    from += rows;
  }
  return stretches;
};

const spilled = ({ read, files }: ReadCut, buckets: number, linesBefore: number): RangeSpill => {
  const stretches = stretchesOf(read, buckets);
  // One plan for all buckets: to make another for each takes longer than to read it.
  const all = files.rows === undefined ? undefined : later(pl.scanIPC(files.rows), LINE, linesBefore);
  return {
    buckets: () => [...stretches.keys()],
    ofBucket: (bucket, codes) => {
      const stretch = stretches.get(bucket);
      if (all === undefined || stretch === undefined)
        throw new Error(`the cut has no rows of bucket ${bucket}`);
      const own = new Uint32Array(stretch.rows);
      let from = 0;
      for (const run of stretch.runs) {
        own.fill(codes[run.code] ?? run.code, from, from + run.rows);
        from += run.rows;
      }
      return { rows: all.slice(stretch.from, stretch.rows), codes: own };
    },
    // The files go with their folder.
    drop: async (bucket) => {
      stretches.delete(bucket);
    },
  };
};

const gathered = ({ read, files }: ReadCut, linesBefore: number): RangePart['quarantine'] => {
  const { refused, emptied, noNumbers, tallies, waiting } = read.refusals;
  const path = files.refused;
  return {
    refused: () => refused,
    replaced: () => 0,
    emptied: () => new Map(emptied.map(({ column, cells }) => [column, cells])),
    noNumbers: () => noNumbers.map(({ line, ...one }) => ({ ...one, line: line + linesBefore })),
    tallies: () =>
      tallies.map(({ first: { line, column, value }, ...tally }) => ({
        ...tally,
        first: {
          ...(line !== undefined && { line: line + linesBefore }),
          ...(column !== undefined && { column }),
          ...(value !== undefined && { value }),
        },
      })),
    waiting: () =>
      waiting === undefined || path === undefined
        ? []
        : [
            {
              rows: later(pl.scanIPC(path), 'line', linesBefore),
              count: waiting.count,
              from: waiting.from + linesBefore,
              to: waiting.to + linesBefore,
            },
          ],
  };
};

const timesFound = ({ days, clock, counted, owned, shifted }: CutRead['times']): TimesFound => {
  const found = new Map(days.map(({ day, ...rest }) => [day, rest]));
  const [clockDays, countedDays] = [new Set(clock), new Set(counted)];
  const [ownedInstants, shiftedInstants] = [new Set(owned), new Set(shifted)];
  return {
    days: { found: () => found, clock: () => clockDays, counted: () => countedDays },
    skips: { owned: () => ownedInstants, shifted: () => shiftedInstants },
  };
};

/** The cuts of a text, all read on right guesses, as ranges of it in their order. */
export const openCuts = (inspected: Inspected, name: string, cuts: readonly ReadCut[]): RangePart[] => {
  if (nextWrong(cuts.map(({ read }) => read)) !== undefined)
    throw new Error('a cut was read on a wrong guess');
  const layout = layoutOfInspected(inspected, name);
  // Rows have the numbers of the file's.
  const isCounted = inspected.source.content.kind === 'frames';
  let linesBefore = 0;
  const parts: RangePart[] = [];
  for (const cut of cuts) {
    const { read, kept, lines } = cut.read.rows;
    if (cut.read.from === cut.read.to) continue;
    const before = isCounted ? 0 : linesBefore;
    linesBefore += lines;
    parts.push({
      layout,
      read,
      kept,
      lines,
      quarantine: gathered(cut, before),
      entities: createCodes(bucketsOf(inspected.spec), cut.read.entities),
      vocabularies: new Map(cut.read.vocabularies.map(({ column, words }) => [column, words])),
      spill: spilled(cut, bucketsOf(inspected.spec), before),
      times: [timesFound(cut.read.times)],
      others: cut.read.others.map(({ word, ...one }) => ({
        ...one,
        line: one.line + before,
        ...(word !== undefined && { word }),
      })),
    });
  }
  return parts;
};
