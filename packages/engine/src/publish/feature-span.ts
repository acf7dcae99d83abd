import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** First and last `event_timestamp` of all feature rows, UTC. */
export const featureSpan = async (
  partitions: readonly FeaturePartition[],
): Promise<{ from: string; to: string }> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64);
  let from = Infinity;
  let to = -Infinity;
  for (const partition of partitions) {
    const frame = await scanPartition(partition)
      .select(time.min().alias('from'), time.max().alias('to'))
      .collect();
    const [first, last]: unknown[] = frame.row(0);
    if (typeof first === 'number') from = Math.min(from, first);
    if (typeof last === 'number') to = Math.max(to, last);
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
};
