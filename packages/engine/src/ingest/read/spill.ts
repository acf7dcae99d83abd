import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { BUCKET } from './fields.ts';

/** Rows parted by bucket. */
export interface SpilledRows {
  readonly buckets: () => number[];
  /** A bucket's rows in the order of the file. */
  readonly gather: (bucket: number) => LazyDataFrame;
  readonly drop: (bucket: number) => Promise<void>;
}

/** In memory while they are few, else in files of a scratch folder. */
export interface Spill extends SpilledRows {
  /** `sequence` orders the chunks; rows keep their order within one. */
  readonly add: (sequence: number, rows: DataFrame) => Promise<void>;
}

interface Piece {
  readonly sequence: number;
  readonly frame?: DataFrame;
  readonly path?: string;
}

/** Rows of several spills as one: those of the first come first. `recoded` gives the rows of a spill their final codes. */
export const joinSpills = (
  spills: readonly SpilledRows[],
  recoded: (rows: LazyDataFrame, spill: number) => LazyDataFrame,
): SpilledRows => ({
  buckets: () => [...new Set(spills.flatMap((spill) => spill.buckets()))].sort((a, b) => a - b),
  gather: (bucket) =>
    pl.concat(
      spills.flatMap((spill, index) =>
        spill.buckets().includes(bucket) ? [recoded(spill.gather(bucket), index)] : [],
      ),
      { rechunk: false },
    ),
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

  return {
    add: (sequence, rows) => {
      if (rows.height === 0) {
        return turn;
      }
      turn = turn.then(() => put(sequence, rows));
      return turn;
    },
    buckets: () => [...pieces.keys()].sort((a, b) => a - b),
    gather: (bucket) => {
      const ordered = [...(pieces.get(bucket) ?? [])].sort((a, b) => a.sequence - b.sequence);
      return pl.concat(
        ordered.map(({ frame, path }) => frame?.lazy() ?? pl.scanIPC(path ?? '')),
        { rechunk: false },
      );
    },
    drop: async (bucket) => {
      const kept = pieces.get(bucket) ?? [];
      pieces.delete(bucket);
      await Promise.all(kept.map(({ path }) => (path === undefined ? undefined : rm(path, { force: true }))));
    },
  };
};
