import type { FamilyColumn } from '@wattline/features';
import type { Spec } from '@wattline/spec';

type Role = 'feature' | 'target' | 'withheld';

/** The columns of readings that targets are made of. */
export const targetSources = (spec: Spec, columns: readonly FamilyColumn[]): ReadonlySet<string> =>
  new Set(columns.filter(({ name }) => spec.target.includes(name)).flatMap(({ sources }) => sources));

/**
 * What a training set makes of a column.
 *
 * Beside a label only that is a feature which can be known before the label's interval begins: what is made of earlier
 * intervals, of the calendar, or of columns that the spec says are `known: future`. Without a label, everything is.
 */
export const roleOf = (spec: Spec, columns: readonly FamilyColumn[]): ((column: FamilyColumn) => Role) => {
  const predicted = targetSources(spec, columns);
  const isKnown = (source: string): boolean =>
    !predicted.has(source) && (spec.values[source] ?? spec.categories[source])?.known === 'future';
  return ({ name, sources, availability }) => {
    if (spec.target.includes(name)) return 'target';
    if (spec.target.length === 0 || availability !== 'same-interval') return 'feature';
    return sources.length > 0 && sources.every(isKnown) ? 'feature' : 'withheld';
  };
};
