import type { Spec } from '@wattline/spec';
import { distance } from 'fastest-levenshtein';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../../columns.ts';
import type { DeletionSurvey } from '../../deletion.ts';
import { bucketsOf, entityBucket } from '../../entity-bucket.ts';
import { epochMs } from '../../features/local-time.ts';
import { scanFile } from '../../features/scan-file.ts';
import { ENTITY_NAME } from '../settle/deduplicate.ts';
import type { UploadReadings } from './join-uploads.ts';
import { type Deleted, type DeletedRows, isDeleted, type UploadRows, withoutDeleted } from './layers.ts';

const NEAREST = 5;

/** What of an upload's readings is looked at. */
type SurveyedUpload = Pick<UploadReadings, 'readings'>;

const pairsOf = (
  layers: readonly (SurveyedUpload | DeletedRows)[],
  spec: Spec,
  bucket: number | undefined,
): LazyDataFrame[] =>
  withoutDeleted(
    layers.flatMap((layer): (Pick<UploadRows, 'rows'> | DeletedRows)[] =>
      'deletes' in layer
        ? [layer]
        : layer.readings
            .filter((file) => bucket === undefined || file.bucket === bucket)
            .map(({ path }) => ({
              rows: scanFile(path).select(
                pl.col(spec.entity ?? DEFAULT_ENTITY).alias(ENTITY_NAME),
                pl.col(EVENT_TIMESTAMP),
              ),
            })),
    ),
  ).map(({ rows }) => rows);

const nearestNames = async (rows: readonly LazyDataFrame[], wanted: string): Promise<string[]> => {
  if (rows.length === 0) return [];
  const names = (
    await pl
      .concat(rows.map((one) => one.select(pl.col(ENTITY_NAME))))
      .unique()
      .collect()
  )
    .getColumn(ENTITY_NAME)
    .toArray()
    .map(String);
  const far = new Map(names.map((name) => [name, distance(name, wanted)]));
  return names.sort((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0) || (a < b ? -1 : 1)).slice(0, NEAREST);
};

/** @param layers those that a deletion counts against, in their order */
export const surveyDeletion = async (
  spec: Spec,
  layers: readonly (SurveyedUpload | DeletedRows)[],
  deletes: Deleted,
): Promise<DeletionSurvey> => {
  const { entity } = deletes;
  const bucket = entity === undefined ? undefined : entityBucket(entity, bucketsOf(spec));
  const rows = pairsOf(layers, spec, bucket);
  if (rows.length > 0) {
    const all = pl.concat(rows);
    const own = entity === undefined ? all : all.filter(isDeleted({ entity }));
    const deleted = await own.filter(isDeleted(deletes)).unique().select(pl.len().cast(pl.Float64)).collect();
    const count = Number(deleted.row(0)[0]);
    if (count > 0) return { rows: count };
    const at = epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64);
    const [from, to] = (await own.select(at.min().alias('from'), at.max().alias('to')).collect()).row(0);
    if (typeof from === 'number' && typeof to === 'number')
      return { rows: 0, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  }
  return { rows: 0, nearest: await nearestNames(pairsOf(layers, spec, undefined), entity ?? '') };
};
