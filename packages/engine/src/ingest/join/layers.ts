import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { epochMs } from '../../features/local-time.ts';
import { ENTITY_NAME } from '../settle/deduplicate.ts';

/** Readings that are deleted: those of an entity in a span. Without an entity those of all, without bounds of all times. */
export interface Deleted {
  readonly entity?: string | undefined;
  /** Ms since 1970: the first instant, and the one after the last. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** One upload's rows of a bucket, and the columns that it lacks, which are null. */
export interface UploadRows {
  readonly rows: LazyDataFrame;
  readonly lacks: ReadonlySet<string>;
  /** `own`: the upload that joins; `same-file`: another under its name, of which it is the correction. */
  readonly is: 'own' | 'same-file' | 'other';
}

/** Deletes from the layers before it, not from those after it. */
export interface DeletedRows {
  readonly deletes: Deleted;
}

/** What a dataset is made of: a later layer counts against those before it. */
export type Layer = UploadRows | DeletedRows;

const at = epochMs(pl.col(EVENT_TIMESTAMP));

export const isDeleted = ({ entity, fromMs, toMs }: Deleted): Expr =>
  [
    entity === undefined ? undefined : pl.col(ENTITY_NAME).eq(pl.lit(entity)),
    fromMs === undefined ? undefined : at.gtEq(pl.lit(fromMs).cast(pl.Int64)),
    toMs === undefined ? undefined : at.lt(pl.lit(toMs).cast(pl.Int64)),
  ]
    .filter((condition) => condition !== undefined)
    .reduce((a, b) => a.and(b), pl.lit(true));

/** The uploads, without the rows that a later layer deletes. */
export const withoutDeleted = <Rows extends Pick<UploadRows, 'rows'>>(
  layers: readonly (Rows | DeletedRows)[],
): Rows[] => {
  let uploads: Rows[] = [];
  for (const layer of layers) {
    if (!('deletes' in layer)) {
      uploads.push(layer);
      continue;
    }
    const stays = isDeleted(layer.deletes).not();
    uploads = uploads.map((upload) => ({ ...upload, rows: upload.rows.filter(stays) }));
  }
  return uploads;
};
