import { AVAILABLE_AT, orderedColumns, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { EVENT_TIMESTAMP, ORIGIN_TIMESTAMP, SEASON_TIMESTAMP } from '../columns.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { isKnownBefore } from '../features/roles.ts';
import type { Horizon } from './horizon-list.ts';
import type { ColumnAhead } from './labels.ts';

/** Of which row each feature of a horizon's rows is. */
export const columnsAhead = (spec: Spec): ColumnAhead[] => {
  const columns = orderedColumns(usedFamilies(spec));
  const isKnown = isKnownBefore(spec, columns);
  return columns.map((column) => ({ name: column.name, of: isKnown(column) ? 'label' : 'origin' }));
};

/**
 * Those of a horizon's rows, if `select` leaves out redundant ones. What repeats a column of another row repeats it no
 * more.
 */
export const withoutRedundantAhead = (
  ahead: readonly ColumnAhead[],
  columns: readonly FeatureColumn[],
): ColumnAhead[] => {
  const rowOf = new Map(ahead.map(({ name, of }) => [name, of]));
  const why = new Map(columns.map(({ name, redundant }) => [name, redundant]));
  return ahead.filter(({ name, of }) => {
    const redundant = why.get(name);
    return redundant === undefined || (redundant.is !== 'constant' && rowOf.get(redundant.column) !== of);
  });
};

const labelText = {
  value: (column: string, horizon: string) => `${column}, ${horizon} ahead`,
  difference: (column: string, horizon: string) => `${column}, ${horizon} ahead, less that of the origin`,
  'seasonal-difference': (column: string, horizon: string) =>
    `${column}, ${horizon} ahead, less that of ${SEASON_TIMESTAMP}`,
  log1p: (column: string, horizon: string) => `ln(1 + ${column}), ${horizon} ahead`,
  'box-cox': (column: string, horizon: string) => `Box-Cox of ${column}, ${horizon} ahead`,
} as const;

const seasonColumn: FeatureColumn = {
  name: SEASON_TIMESTAMP,
  kind: 'time',
  dtype: 'Datetime(ms, UTC)',
  from: 'Start of the interval that a seasonal difference is of, whole seasons before the label’s, UTC',
  role: 'time',
};

/** The columns of a horizon's training sets: time, origin and when that could be known, entity, features, labels. */
export const horizonColumns = (
  columns: readonly FeatureColumn[],
  ahead: readonly ColumnAhead[],
  { horizon, labels }: Horizon,
): FeatureColumn[] => {
  const own = (role: FeatureColumn['role']) => columns.filter((column) => column.role === role);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const origin: FeatureColumn = {
    name: ORIGIN_TIMESTAMP,
    kind: 'time',
    dtype: 'Datetime(ms, UTC)',
    from: 'Start of the last interval that was over when the forecast was made, UTC',
    role: 'time',
  };
  const features = ahead.flatMap(({ name }) => byName.get(name) ?? []);
  const [event, available] = [EVENT_TIMESTAMP, AVAILABLE_AT].map((time) =>
    own('time').filter(({ name }) => name === time),
  );
  return [
    ...(event ?? []),
    origin,
    ...(labels.some(({ seasonSteps }) => seasonSteps !== undefined) ? [seasonColumn] : []),
    ...(available ?? []).map((column) => ({ ...column, from: `${column.from}, of the origin` })),
    ...own('entity'),
    ...features.map((column): FeatureColumn => ({ ...column, role: 'feature' })),
    ...labels.map(({ name, column, as }): FeatureColumn => {
      const { unit } = byName.get(column) ?? {};
      return {
        name,
        kind: 'label',
        dtype: 'Float64',
        ...(unit !== undefined && as !== 'log1p' && as !== 'box-cox' && { unit }),
        from: labelText[as](column, horizon),
        role: 'target',
      };
    }),
  ];
};
