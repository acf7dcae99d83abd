/** The readings of one entity bucket in one period: a Parquet file sorted by (entity, `event_timestamp`). */
export interface ReadingsFile {
  readonly bucket: number;
  readonly period: string;
  readonly path: string;
  readonly rows: number;
}
