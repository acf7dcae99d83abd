import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { DEFAULT_ENTITY } from '../../columns.ts';
import { bucketsOf, entityBucket } from '../../entity-bucket.ts';
import { countRows, scanFile } from '../../features/scan-file.ts';
import { writeReadingsFile } from '../settle/write-readings.ts';

/** The bucket that a spec puts a series into. */
export const bucketOfSeries = (spec: Spec, entity: string): number => entityBucket(entity, bucketsOf(spec));

/**
 * Counts the rows of a file of kept readings, and those without a series; where both differ, writes these to `to`, where
 * that is given.
 */
export const eraseFromReadings = async (
  path: string,
  { spec, entity, to }: { readonly spec: Spec; readonly entity: string; readonly to?: string },
): Promise<{ readonly before: number; readonly after: number }> => {
  const before = await countRows(path);
  const isOwn = pl
    .col(spec.entity ?? DEFAULT_ENTITY)
    .cast(pl.String)
    .eq(pl.lit(entity))
    .fillNull(false);
  const others = scanFile(path).filter(isOwn.not());
  const counted = await others.select(pl.len().cast(pl.Float64)).collect();
  const after = Number(counted.row(0)[0]);
  if (to !== undefined && after > 0 && after < before) await writeReadingsFile(await others.collect(), to);
  return { before, after };
};
