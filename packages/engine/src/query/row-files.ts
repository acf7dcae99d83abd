import { ONLY_ENTITY } from '../columns.ts';
import { entityBucket } from '../entity-bucket.ts';
import type { Manifest } from '../publish/manifest.ts';

/** One file of feature rows. */
export interface RowFile {
  /** Its name in the manifest. */
  readonly path: string;
  /** The key of its object, where versions share it. */
  readonly object?: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly bucket: number;
  /** All its rows are within, epoch ms: generously, since periods are local. */
  readonly fromMs: number;
  readonly toMs: number;
}

const PATH = /^features\/entity_bucket=(\d+)\/period=(\d{1,6})(?:-(\d\d))?\/[^/]+\.parquet$/;

// Clocks are at most 14 hours off UTC, and an interval that began before the period may belong to it.
const BEYOND_MS = 2 * 86_400_000;

/** The files of feature rows by bucket, then by period: the order in which rows are counted. */
export const rowFiles = (manifest: Pick<Manifest, 'files'>): RowFile[] =>
  manifest.files
    .flatMap(({ path, object, bytes, sha256, rows = 0 }): RowFile[] => {
      const [, bucket, year, month] = PATH.exec(path) ?? [];
      if (bucket === undefined || year === undefined) return [];
      const start = Date.UTC(Number(year), month === undefined ? 0 : Number(month) - 1);
      const end = month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), Number(month));
      const span = { fromMs: start - BEYOND_MS, toMs: end + BEYOND_MS };
      const named = object === undefined ? { path } : { path, object };
      return [{ ...named, bytes, sha256, rows, bucket: Number(bucket), ...span }];
    })
    .toSorted((a, b) => a.bucket - b.bucket || a.fromMs - b.fromMs);

/** Which rows are asked for: of one entity, from one instant (counts) to another (does not). */
export interface RowFilter {
  readonly entity?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

export const entityColumnOf = ({ columns }: Pick<Manifest, 'columns'>): string | undefined =>
  columns.find(({ kind }) => kind === 'entity')?.name;

/** Whether the set names entities at all: where it does not, all rows are of the one. */
const isOther = (manifest: Manifest, entity: string): boolean =>
  entityColumnOf(manifest) === undefined && entity !== ONLY_ENTITY;

/** Only the files that can have such rows. */
export const filesWith = (
  manifest: Manifest,
  { entity, fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: RowFilter,
): RowFile[] => {
  if (entity !== undefined && isOther(manifest, entity)) return [];
  const { entityBuckets } = manifest.partitioning;
  const bucket = entity === undefined ? undefined : entityBucket(entity, entityBuckets);
  return rowFiles(manifest).filter(
    (file) =>
      (bucket === undefined || entityBuckets === 1 || file.bucket === bucket) &&
      file.fromMs < toMs &&
      file.toMs > fromMs,
  );
};
