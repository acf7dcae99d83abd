import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { scanFile } from '../features/scan-file.ts';

/**
 * The readings of a bucket, of one period or several, sorted by (entity, `event_timestamp`).
 *
 * @param paths files sorted so themselves, in the order of their periods
 * @param entity the entity's column
 */
export const scanReadings = (paths: readonly string[], entity: string): LazyDataFrame => {
  const [only, ...others] = paths;
  if (only !== undefined && others.length === 0) return scanFile(only);
  return pl.concat(paths.map(scanFile)).sort({ by: [entity, EVENT_TIMESTAMP], maintainOrder: true });
};
