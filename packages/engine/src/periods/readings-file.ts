/** The readings of one entity bucket in one period: a Parquet file sorted by (entity, `event_timestamp`). */
export interface ReadingsFile {
  readonly bucket: number;
  readonly period: string;
  readonly path: string;
  readonly rows: number;
}

/** All readings of an entity bucket that has several periods, sorted by (entity, `event_timestamp`): made once, and passed on. */
export interface BucketFile {
  readonly bucket: number;
  readonly path: string;
  readonly rows: number;
}
