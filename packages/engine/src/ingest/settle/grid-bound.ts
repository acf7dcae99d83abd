import { durationMs, limitsOf, type Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import type { Bucket } from '../../plan.ts';
import type { Edge } from './edges.ts';
import type { WrittenBuckets } from './write-buckets.ts';

/** Grids of so many rows harm nobody. */
const FREE_ROWS = 200_000;

/** Rows of the complete grid: every interval of each entity, or of each bucket's calendar where those are more. */
const gridRows = (file: {
  readonly interval: string;
  readonly buckets: readonly Bucket[];
  /** Time from first to last reading, added up over all entities, ms. */
  readonly spanMs: number;
}): number => {
  const interval = durationMs(file.interval);
  const entities = file.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
  const calendar = file.buckets.reduce(
    (sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / interval + 1,
    0,
  );
  return Math.ceil(Math.max(file.spanMs / interval + entities, calendar));
};

/** Throws RejectedError where the time grid has far more rows than there are readings. */
export const refuseSparse = (file: {
  readonly name: string;
  /** As it was given or inferred: its limits count. */
  readonly spec: Spec;
  /** Its interval counts. */
  readonly resolved: Spec;
  readonly timeName: string;
  readonly written: Pick<WrittenBuckets, 'buckets' | 'spanMs'> & {
    readonly readings: readonly { readonly rows: number }[];
  };
  readonly first: Edge;
  readonly last: Edge;
}): void => {
  const { name, resolved, timeName, written, first, last } = file;
  const most = limitsOf(file.spec).maxGridRowsPerReading;
  const readings = written.readings.reduce((sum, { rows }) => sum + rows, 0);
  const rows = gridRows({ interval: resolved.interval, ...written });
  if (rows <= FREE_ROWS || rows <= readings * most) return;
  const [from, to] = [first, last].map(
    ({ ms, line }) => `${new Date(ms).toISOString()}${line === 0 ? '' : ` (line ${line})`}`,
  );
  throw new RejectedError(
    'GRID_TOO_SPARSE',
    `${name} has ${readings.toLocaleString('en')} readings from ${from} to ${to}: a row for each ${resolved.interval} would be ${rows.toLocaleString('en')} rows, more than ${most} for each reading`,
    {
      place: {
        file: name,
        ...(last.line > 0 && { line: last.line }),
        column: timeName,
        value: new Date(last.ms).toISOString(),
      },
      remedy:
        'if one of these times is wrong, correct it, or set time.earliest or time.latest in the spec; else set a longer interval, or raise limits.maxGridRowsPerReading',
    },
  );
};
