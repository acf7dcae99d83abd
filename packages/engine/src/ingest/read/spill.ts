import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { letGo } from '../../polars/let-go.ts';
import { BUCKET, CODE } from './fields.ts';

/** Rows parted by bucket. */
export interface SpilledRows {
  readonly buckets: () => number[];
  /** A bucket's rows, those of each entity in the order of the file. */
  readonly gather: (bucket: number) => Promise<DataFrame>;
  readonly drop: (bucket: number) => Promise<void>;
}

/** A bucket's rows of one range of a file. */
interface RangeOfBucket {
  readonly rows: LazyDataFrame;
  /** Of their entities, where rows lack them. */
  readonly codes?: Uint32Array;
}

/** Rows of one range of a file, parted by bucket. */
export interface RangeSpill extends Omit<SpilledRows, 'gather'> {
  /** @param codes of entities, by those that they were read with */
  readonly ofBucket: (bucket: number, codes: readonly number[]) => RangeOfBucket;
}

/** Takes rows as they are read. */
export interface RowSink {
  /** `sequence` orders the chunks; rows keep their order within one. */
  readonly add: (sequence: number, rows: DataFrame) => Promise<void>;
}

/** In memory while they are few, else in files of a scratch folder. */
export type Spill = SpilledRows & RangeSpill & RowSink;

interface Piece {
  readonly sequence: number;
  readonly frame?: DataFrame;
  readonly path?: string;
}

const recoded = (rows: LazyDataFrame, codes: readonly number[]): LazyDataFrame => {
  if (codes.every((to, from) => to === from)) return rows;
  const table = pl.DataFrame(
    { from: [...codes.keys()], to: [...codes] },
    { schema: { from: pl.UInt32, to: pl.UInt32 } },
  );
  return rows
    .join(table.lazy(), { leftOn: CODE, rightOn: 'from', how: 'left', maintainOrder: 'left' })
    .withColumn(pl.col('to').alias(CODE))
    .drop(['to']);
};

const withCodes = (rows: DataFrame, ranges: readonly RangeOfBucket[]): DataFrame => {
  const own = ranges.flatMap(({ codes }) => codes ?? []);
  if (own.length === 0) return rows;
  const all = new Uint32Array(rows.height);
  let from = 0;
  for (const codes of own) {
    all.set(codes, from);
    from += codes.length;
    letGo(codes);
  }
  const coded = rows.withColumn(pl.Series(CODE, all));
  letGo(all);
  return coded;
};

/** Rows of several ranges as one, in their order. `codes`: of the entities of each, as all have them. */
export const joinSpills = (
  spills: readonly RangeSpill[],
  codes: readonly (readonly number[])[],
): SpilledRows => ({
  buckets: () => [...new Set(spills.flatMap((spill) => spill.buckets()))].sort((a, b) => a - b),
  gather: async (bucket) => {
    const ranges = spills.flatMap((spill, index) =>
      spill.buckets().includes(bucket) ? [spill.ofBucket(bucket, codes[index] ?? [])] : [],
    );
    const rows = await pl
      .concat(
        ranges.map((range) => range.rows),
        { rechunk: false },
      )
      .collect();
    return withCodes(rows, ranges);
  },
  drop: async (bucket) => {
    await Promise.all(spills.map((spill) => spill.drop(bucket)));
  },
});

export const createSpill = (folder: string, maxCells: number): Spill => {
  const pieces = new Map<number, Piece[]>();
  let cells = 0;
  // One at a time: what is in memory goes to disk once, while nothing is added.
  let turn: Promise<void> = Promise.resolve();
  let onDisk = false;

  const write = async (bucket: number, sequence: number, frame: DataFrame): Promise<Piece> => {
    const path = join(folder, `${bucket}-${sequence}.arrow`);
    await frame.lazy().sinkIpc(path).collect();
    return { sequence, path };
  };
  const flush = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const [bucket, kept] of pieces) {
      pieces.set(
        bucket,
        await Promise.all(
          kept.map((piece) =>
            piece.frame === undefined ? piece : write(bucket, piece.sequence, piece.frame),
          ),
        ),
      );
    }
  };

  const put = async (sequence: number, rows: DataFrame): Promise<void> => {
    cells += rows.height * rows.width;
    if (!onDisk && cells > maxCells) {
      onDisk = true;
      await flush();
    }
    const parts = rows.partitionBy([BUCKET], true);
    await Promise.all(
      parts.map(async (part) => {
        const bucket = Number(part.getColumn(BUCKET).min());
        const kept = pieces.get(bucket) ?? [];
        pieces.set(bucket, kept);
        kept.push(onDisk ? await write(bucket, sequence, part) : { sequence, frame: part });
      }),
    );
  };

  const rowsOf = (bucket: number): LazyDataFrame => {
    const ordered = [...(pieces.get(bucket) ?? [])].sort((a, b) => a.sequence - b.sequence);
    return pl.concat(
      ordered.map(({ frame, path }) => frame?.lazy() ?? pl.scanIPC(path ?? '')),
      { rechunk: false },
    );
  };

  return {
    add: (sequence, rows) => {
      if (rows.height === 0) {
        return turn;
      }
      turn = turn.then(() => put(sequence, rows));
      return turn;
    },
    buckets: () => [...pieces.keys()].sort((a, b) => a - b),
    gather: (bucket) => rowsOf(bucket).collect(),
    ofBucket: (bucket, codes) => ({ rows: recoded(rowsOf(bucket), codes) }),
    drop: async (bucket) => {
      const kept = pieces.get(bucket) ?? [];
      pieces.delete(bucket);
      await Promise.all(kept.map(({ path }) => (path === undefined ? undefined : rm(path, { force: true }))));
    },
  };
};
