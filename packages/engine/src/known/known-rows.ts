import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { OpenFeatureSet } from '../query/open-feature-set.ts';
import { type RowFile, rowFiles } from '../query/row-files.ts';
import { epochMs, integer, scanFile } from '../query/scan-rows.ts';
import type { KnownSpan } from './known-spans.ts';

/** Rows of a version's file in a span, with the columns of the latest: those that it had not are empty. */
const rowsIn = async (
  path: string,
  { fromMs, toMs }: KnownSpan,
  columns: readonly string[],
  schema: Readonly<Record<string, pl.DataType>>,
): Promise<DataFrame> => {
  const had = (await scanFile(path).limit(0).collect()).columns;
  const chosen = columns.map((name) =>
    had.includes(name)
      ? pl.col(name)
      : pl
          .lit(null)
          .cast(schema[name] ?? pl.Float64)
          .alias(name),
  );
  return scanFile(path)
    .filter(
      epochMs()
        .gtEq(integer(fromMs))
        .and(epochMs().ltEq(integer(toMs))),
    )
    .select(...chosen)
    .collect();
};

/**
 * The rows of one file of the latest version as the versions of their time had them; what is predicted stays as it is
 * known now. Rows that the latest version lacks are left out.
 *
 * @param spans ascending
 */
export const knownRows = async (
  file: RowFile,
  path: string,
  options: {
    readonly columns: readonly FeatureColumn[];
    readonly spans: readonly KnownSpan[];
    readonly versions: readonly OpenFeatureSet[];
    readonly entity: string | undefined;
  },
): Promise<LazyDataFrame | undefined> => {
  const { columns, spans, versions, entity } = options;
  const keys = [...(entity === undefined ? [] : [entity]), EVENT_TIMESTAMP];
  // Of the calendar, and of no readings, is when a row can be known.
  const asNow = columns
    .filter(({ role, name }) => role === 'target' || (role === 'time' && !keys.includes(name)))
    .map(({ name }) => name);
  const names = columns.map(({ name }) => name);
  const schema = (await scanFile(path).limit(0).collect()).schema as Record<string, pl.DataType>;
  const parts: DataFrame[] = [];
  for (const span of spans) {
    const version = versions[span.version];
    const own = version && rowFiles(version.manifest).find((one) => one.path === file.path);
    if (version === undefined || own === undefined) continue;
    const known = names.filter((name) => !asNow.includes(name));
    const rows =
      own.sha256 === file.sha256
        ? await rowsIn(path, span, known, schema)
        : await version.useFile(own, (lent) => rowsIn(lent, span, known, schema));
    if (rows.height > 0) parts.push(rows);
  }
  if (parts.length === 0) return undefined;
  return pl
    .concat(parts)
    .lazy()
    .join(scanFile(path).select(...[...keys, ...asNow].map((name) => pl.col(name))), {
      on: keys,
      how: 'inner',
    })
    .select(...names.map((name) => pl.col(name)))
    .sort({ by: keys, maintainOrder: true });
};
