import type { FeatureColumn as FeatureColumnSchema, FeatureSet } from '@wattline/api';

export type FeatureColumn = ReturnType<typeof FeatureColumnSchema.parse>;

/** Columns of numbers over time. */
export const drawableColumns = ({ columns }: Pick<FeatureSet, 'columns'>): FeatureColumn[] =>
  columns.filter(
    ({ role, dtype }) => role !== 'time' && role !== 'entity' && /^(Int|UInt|Float|Decimal)/.test(dtype),
  );

/** Columns by what they were made of; those of no column of the readings come last, under ''. */
export const bySource = (columns: readonly FeatureColumn[]): Map<string, FeatureColumn[]> => {
  const groups = Map.groupBy(columns, ({ source }) => source ?? '');
  const others = groups.get('');
  groups.delete('');
  if (others !== undefined) groups.set('', others);
  return groups;
};

/** What is worth a first look: the first and the last of the targets, else of the values. */
export const firstColumns = (columns: readonly FeatureColumn[]): readonly string[] => {
  const targets = columns.filter(({ role }) => role === 'target');
  const values = columns.filter(({ kind }) => kind === 'value');
  const [chosen = []] = [targets, values, columns].filter((some) => some.length > 0);
  return [...new Set([...chosen.slice(0, 1), ...chosen.slice(-1)])].map(({ name }) => name);
};
