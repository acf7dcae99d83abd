import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { plainSources } from '@wattline/features';
import { durationMs, Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import { featureEntity } from '../../features/entity-column.ts';
import { aggregateBucket, transformBucket } from '../../features/index.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import { ingestContent, type Outcome } from '../testing/ingest-text.ts';
import type { Shape } from './axes.ts';
import type { Reading } from './reading.ts';
import { cadenceMs } from './truth.ts';
import { valuesOfIntervals } from './truth-of-kinds.ts';
import { plain, type Verdict, wrong } from './verdict.ts';

const kindIn = (kind: Shape['kind']): 'gauge' | 'register' | 'total' | 'circular' =>
  kind === 'gauge' || kind === 'total' || kind === 'circular' ? kind : 'register';

/** What the column of the kind is called in the file. */
const loadIn = ({ values }: Spec): string =>
  Object.keys(values).find((name) => /^load\b/.test(name)) ?? 'load';

/** The spec that was found out, with the column's kind declared, and nothing else read. */
const declared = ({ plan: { spec } }: Outcome, { kind, interval, cadence }: Shape): Spec => {
  const load = loadIn(spec);
  const { kind: _, aggregate: __, ...own } = spec.values[load] ?? {};
  const isSpread = kind !== 'circular';
  return Spec.parse({
    ...spec,
    values: { [load]: { ...own, kind: kindIn(kind) } },
    categories: {},
    drop: [],
    // Only amounts are spread over intervals that are shorter than readings.
    interval: isSpread || durationMs(interval) >= durationMs(cadence) ? interval : cadence,
    calendar: { fields: [] },
    coverage: false,
    lags: { by: [] },
    partition: { entityBuckets: 1 },
  });
};

interface Found {
  readonly entity: string;
  readonly at: number;
  readonly value: number | null;
}

const intervalsOf = async ({ plan, readings }: Outcome, column: string): Promise<Found[]> => {
  const found: Found[] = [];
  for (const [bucket, paths] of bucketPaths(readings)) {
    const folder = dirname(paths[0] ?? '');
    const files = await transformBucket({ plan, bucket, readings: paths, folder });
    const { partitions } = await aggregateBucket({ plan, bucket, ...files, folder });
    for (const { path: part } of partitions) {
      const rows = pl
        .readParquet(part)
        .select(
          pl.col(featureEntity(plan.spec)),
          pl.col('event_timestamp').cast(pl.Int64).cast(pl.Float64),
          pl.col(column),
        );
      for (const [entity, at, value] of rows.rows())
        found.push({
          entity: String(entity),
          at: Number(at),
          value: value === null ? null : Number(value),
        });
    }
  }
  return found;
};

/** Apart by less than readings have digits; directions go round. */
const isNear = (a: number, b: number, kind: Shape['kind']): boolean => {
  const apart = Math.abs(a - b);
  return Math.min(apart, kind === 'circular' ? 360 - apart : apart) < 1e-6;
};

const compare = (
  found: readonly Found[],
  truth: readonly Reading[],
  shape: Shape,
  intervalMs: number,
): Verdict => {
  const series = Map.groupBy(truth, ({ entity }) => plain(entity));
  const isOne = series.size === 1;
  const right = new Map(
    [...series].map(([entity, readings]) => [
      isOne ? '' : entity,
      valuesOfIntervals(readings, shape.kind, { stepMs: cadenceMs(shape), intervalMs }),
    ]),
  );
  const seen = new Map([...right.keys()].map((entity) => [entity, new Set<number>()]));
  for (const { entity, at, value } of found) {
    const name = isOne ? '' : plain(entity);
    const wanted = right.get(name)?.get(at);
    if (value !== null) seen.get(name)?.add(at);
    // Directions that cancel each other out have no mean.
    if (value === null && (wanted === undefined || shape.kind === 'circular')) continue;
    if (value === null || wanted === undefined || !isNear(value, wanted, shape.kind))
      return wrong(
        `as ${shape.kind}, the interval of ${new Date(at).toISOString()} of '${entity}' is ${value}, right is ${wanted}`,
      );
  }
  for (const [entity, values] of right)
    for (const at of values.keys())
      if (shape.kind !== 'circular' && !seen.get(entity)?.has(at))
        return wrong(`no interval of ${new Date(at).toISOString()} of '${entity}'`);
  return { kind: 'right' };
};

/**
 * Judges what a file's column is taken for without a spec: for what it is, or for a state that was measured; and what
 * intervals have of it when it is declared for what it is.
 */
export const judgeKind = async (
  outcome: Outcome,
  truth: readonly Reading[],
  content: Uint8Array,
  shape: Shape,
): Promise<Verdict> => {
  const { values } = outcome.plan.spec;
  const right = kindIn(shape.kind);
  const taken = values[loadIn(outcome.plan.spec)]?.kind ?? 'gauge';
  if (taken !== 'gauge' && taken !== right) return wrong(`taken for a ${taken}, right is ${right}`);
  if (right === 'gauge') return { kind: 'right' };
  const spec = declared(outcome, shape);
  const again = await ingestContent(content, { spec }).catch((error: unknown) => {
    if (error instanceof RejectedError) return error;
    throw error;
  });
  if (again instanceof RejectedError) return { kind: 'refused', code: again.code, message: again.message };
  const column = `${plainSources(spec)(loadIn(spec))}_${right === 'circular' ? 'mean' : 'sum'}`;
  try {
    return compare(await intervalsOf(again, column), truth, shape, durationMs(spec.interval));
  } finally {
    const [first] = again.readings;
    if (first !== undefined) await rm(dirname(dirname(first.path)), { recursive: true, force: true });
  }
};
