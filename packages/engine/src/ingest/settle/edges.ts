import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { LINE } from '../read/fields.ts';
import { epochMs } from '../times/local-time.ts';

/** A reading by its time, ms, and its line in the file; 0 where readings are of several files. */
export interface Edge {
  readonly ms: number;
  readonly line: number;
}

/** The first and the last reading of a file. */
export interface Edges {
  readonly add: (rows: DataFrame) => Promise<void>;
  readonly first: () => Edge | undefined;
  readonly last: () => Edge | undefined;
}

const edgeOf = async (rows: DataFrame, descending: boolean): Promise<Edge> => {
  const at = pl.col(EVENT_TIMESTAMP);
  const found = await rows
    .lazy()
    .filter(at.eq(descending ? at.max() : at.min()))
    .head(1)
    .select(epochMs(at).cast(pl.Float64).alias('ms'), pl.col(LINE).cast(pl.Float64).alias('line'))
    .collect();
  return {
    ms: Number(found.getColumn('ms').toArray()[0]),
    line: Number(found.getColumn('line').toArray()[0]),
  };
};

export const createEdges = (): Edges => {
  let first: Edge | undefined;
  let last: Edge | undefined;
  return {
    add: async (rows) => {
      const [start, end] = await Promise.all([edgeOf(rows, false), edgeOf(rows, true)]);
      if (first === undefined || start.ms < first.ms) first = start;
      if (last === undefined || end.ms > last.ms) last = end;
    },
    first: () => first,
    last: () => last,
  };
};
