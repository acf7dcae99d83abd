import type { FeatureColumn as FeatureColumnSchema, FeatureSet } from '../../../src/api/schemas/index.ts';

export type FeatureColumn = ReturnType<typeof FeatureColumnSchema.parse>;

/** Columns of numbers over time. */
export const drawableColumns = ({ columns }: Pick<FeatureSet, 'columns'>): FeatureColumn[] =>
  columns.filter(
    ({ role, dtype }) => role !== 'time' && role !== 'entity' && /^(Int|UInt|Float|Decimal)/.test(dtype),
  );

/** Columns by what they were made of; those of no column of the readings are under ''. */
export const bySource = (columns: readonly FeatureColumn[]): Map<string, FeatureColumn[]> =>
  Map.groupBy(columns, ({ source }) => source ?? '');
