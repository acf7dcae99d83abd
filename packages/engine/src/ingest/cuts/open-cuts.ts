import pl, { type LazyDataFrame } from 'nodejs-polars';
import { bucketsOf } from '../../entity-bucket.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { createCodes } from '../read/entities.ts';
import { LINE } from '../read/fields.ts';
import type { RangePart } from '../read/range-rows.ts';
import { layoutOfInspected } from '../read/read-range.ts';
import type { SpilledRows } from '../read/spill.ts';
import type { TimesFound } from '../times/time-log.ts';
import type { CutFiles, CutRead } from './cut-read.ts';
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

const spilled = ({ read, files }: ReadCut, linesBefore: number): SpilledRows => {
  const places = new Map<number, { readonly from: number; readonly rows: number }>();
  let from = 0;
  for (const { bucket, rows } of read.rows.buckets) {
    places.set(bucket, { from, rows });
    from += rows;
  }
  return {
    buckets: () => [...places.keys()],
    gather: (bucket) => {
      const place = places.get(bucket);
      if (place === undefined) throw new Error(`the cut has no rows of bucket ${bucket}`);
      return later(pl.scanIPC(files.rows ?? '').slice(place.from, place.rows), LINE, linesBefore);
    },
    // The files go with their folder.
    drop: async (bucket) => {
      places.delete(bucket);
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
      spill: spilled(cut, before),
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
