import pl, { type Expr } from 'nodejs-polars';
import { numbersByColumn } from '../numbers-by-column.ts';
import { type FeaturePartition, scanPartition } from '../partition.ts';

/** Rows of a slice, and files that are looked into; of very many columns, fewer rows. */
const ROWS = 256;
const FILES = 4;
const MOST_VALUES = 1_000_000;

/** The first files of a few buckets: their rows are the earliest. */
const probed = (partitions: readonly FeaturePartition[]): FeaturePartition[] => {
  const firsts = partitions.filter(({ bucket }, i) => partitions[i - 1]?.bucket !== bucket);
  return firsts.filter((_, i) => i % Math.ceil(firsts.length / FILES) === 0);
};

/** Some rows that `where` keeps of some partitions, by column: enough to see that most columns are no line of another. */
export const probeRows = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly names: readonly string[];
  readonly where: Expr;
}): Promise<ReadonlyMap<string, readonly (number | null)[]>> => {
  const { names, where } = options;
  const most = Math.ceil(Math.min(ROWS, MOST_VALUES / names.length));
  const slices = probed(options.partitions).flatMap((partition) =>
    [0.25, 0.5].map((share) =>
      scanPartition(partition)
        .slice(Math.floor(partition.rows * share), most)
        .filter(where)
        .select(pl.col([...names]).cast(pl.Float64)),
    ),
  );
  return numbersByColumn(await pl.concat(slices).collect());
};
