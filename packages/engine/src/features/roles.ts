import { aggregatedNamed, contextOf, type FamilyColumn, joinedColumns } from '@wattline/features';
import { type Spec, targetColumns } from '@wattline/spec';

type Role = 'feature' | 'target' | 'withheld';

/** The columns that targets name, as features call them. */
const targetNames = (spec: Spec): ReadonlySet<string> => {
  const context = contextOf(spec);
  return new Set(targetColumns(spec).map((name) => aggregatedNamed(context, name)?.name ?? name));
};

/** The columns of readings that targets are made of. */
export const targetSources = (spec: Spec, columns: readonly FamilyColumn[]): ReadonlySet<string> => {
  const targets = targetNames(spec);
  return new Set(columns.filter(({ name }) => targets.has(name)).flatMap(({ sources }) => sources));
};

/** When a column of readings is known: what is predicted never is before. */
const knownOf = (
  spec: Spec,
  columns: readonly FamilyColumn[],
): ((source: string) => 'past' | 'static' | 'future') => {
  const predicted = targetSources(spec, columns);
  const joined = new Map(joinedColumns(spec.joins).map((one) => [one.source, one.known]));
  return (source) =>
    predicted.has(source)
      ? 'past'
      : ((spec.values[source] ?? spec.categories[source])?.known ?? joined.get(source) ?? 'past');
};

/** Whether a column of an interval to come is known: what is of the calendar, or made of what is known beforehand alone. */
export const isKnownBefore = (
  spec: Spec,
  columns: readonly FamilyColumn[],
): ((column: FamilyColumn) => boolean) => {
  const known = knownOf(spec, columns);
  return ({ sources, availability }) =>
    availability === 'calendar' ||
    (sources.length > 0 && sources.every((source) => known(source) === 'future'));
};

/**
 * What a training set makes of a column.
 *
 * Beside a label only that is a feature which can be known before the label's interval begins: what is made of earlier
 * intervals, of the calendar, or of columns that the spec says are `known: future` or `static`. Without a label, everything is.
 */
export const roleOf = (spec: Spec, columns: readonly FamilyColumn[]): ((column: FamilyColumn) => Role) => {
  const targets = targetNames(spec);
  const known = knownOf(spec, columns);
  return ({ name, sources, availability }) => {
    if (targets.has(name)) return 'target';
    if (targets.size === 0 || availability !== 'same-interval') return 'feature';
    return sources.length > 0 && sources.every((source) => known(source) !== 'past') ? 'feature' : 'withheld';
  };
};
