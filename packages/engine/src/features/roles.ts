import { aggregatedNamed, contextOf, type FamilyColumn } from '@wattline/features';
import type { Spec } from '@wattline/spec';

type Role = 'feature' | 'target' | 'withheld';

/** The columns that targets name, as features call them. */
const targetNames = (spec: Spec): ReadonlySet<string> => {
  const context = contextOf(spec);
  return new Set(spec.target.map((name) => aggregatedNamed(context, name)?.name ?? name));
};

/** The columns of readings that targets are made of. */
export const targetSources = (spec: Spec, columns: readonly FamilyColumn[]): ReadonlySet<string> => {
  const targets = targetNames(spec);
  return new Set(columns.filter(({ name }) => targets.has(name)).flatMap(({ sources }) => sources));
};

/**
 * What a training set makes of a column.
 *
 * Beside a label only that is a feature which can be known before the label's interval begins: what is made of earlier
 * intervals, of the calendar, or of columns that the spec says are `known: future`. Without a label, everything is.
 */
export const roleOf = (spec: Spec, columns: readonly FamilyColumn[]): ((column: FamilyColumn) => Role) => {
  const predicted = targetSources(spec, columns);
  const targets = targetNames(spec);
  const isKnown = (source: string): boolean =>
    !predicted.has(source) && (spec.values[source] ?? spec.categories[source])?.known === 'future';
  return ({ name, sources, availability }) => {
    if (targets.has(name)) return 'target';
    if (spec.target.length === 0 || availability !== 'same-interval') return 'feature';
    return sources.length > 0 && sources.every(isKnown) ? 'feature' : 'withheld';
  };
};
