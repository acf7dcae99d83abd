import { orderedColumns, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { RejectedError } from '../errors.ts';
import { query, quoted } from '../polars/sql.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** Means of equal numbers may differ in their last digits. */
const NEARLY = 1e-9;

/** The columns of features that are one number for each entity, by the spec: those of readings that are `known: static`. */
const staticColumns = (spec: Spec): { readonly name: string; readonly source: string }[] =>
  orderedColumns(usedFamilies(spec)).flatMap(({ name, family, sources }) => {
    const [source] = sources;
    const isOfReadings = family === 'values' || family === 'categories';
    const known = source === undefined ? undefined : (spec.values[source] ?? spec.categories[source])?.known;
    return isOfReadings && source !== undefined && known === 'static' ? [{ name, source }] : [];
  });

/**
 * Looks whether what the spec says never changes does not: else a training set would have it beside a label that it was
 * not known before.
 *
 * @param partitions asked for where there is something to look at
 * @throws RejectedError where a column changes
 */
export const checkStaticColumns = async (
  spec: Spec,
  entity: string | undefined,
  partitions: () => Promise<readonly FeaturePartition[]>,
): Promise<void> => {
  const columns = staticColumns(spec);
  if (columns.length === 0) return;
  const bounds = columns.flatMap(({ name }, i) =>
    ['MIN', 'MAX'].map((bound) => `CAST(${bound}(${quoted(name)}) AS DOUBLE) AS "${bound} ${i}"`),
  );
  const by =
    entity === undefined
      ? ''
      : `, ${quoted(entity)} AS "entity" FROM frame GROUP BY ${quoted(entity)} ORDER BY ${quoted(entity)}`;
  const rows = await query(
    pl.concat((await partitions()).map(scanPartition)),
    `SELECT ${bounds.join(', ')}${by === '' ? ' FROM frame' : by}`,
  ).collect();
  for (const row of rows.rows())
    for (const [i, { source }] of columns.entries()) {
      const [least, most]: unknown[] = [row[2 * i], row[2 * i + 1]];
      if (typeof least !== 'number' || typeof most !== 'number') continue;
      if (most - least <= NEARLY * Math.max(Math.abs(least), Math.abs(most))) continue;
      const whose = entity === undefined ? '' : ` of ${String(row[2 * columns.length])}`;
      throw new RejectedError(
        'STATIC_CHANGES',
        `'${source}' is said to be static, and is ${least} to ${most}${whose}`,
        {
          place: { column: source },
          remedy: `Write known: past (or future, if it is known before) for ${source}, or correct its readings`,
        },
      );
    }
};
