import { RejectedError } from '@wattline/errors';
import { aggregatedNamed } from './aggregated-named.ts';
import type { FamilyContext } from './context.ts';
import type { AddIssue } from './definition.ts';
import { type Duration, durationMs, intervalsIn } from './duration.ts';
import type { AggregatedColumn } from './kinds/aggregated-column.ts';

type Chosen = 'all' | readonly string[];

/** The columns that are chosen; all are those that may change. @throws RejectedError where one is not there */
export const chosenColumns = (context: FamilyContext, columns: Chosen, key: string): AggregatedColumn[] => {
  const { aggregated } = context;
  if (columns === 'all') return aggregated.filter(({ isStatic }) => isStatic !== true);
  return columns.map((name) => {
    const column = aggregatedNamed(context, name);
    if (column !== undefined) return column;
    throw new RejectedError('COLUMN_UNKNOWN', `${key} names '${name}', which no aggregation makes`, {
      place: { column: name },
      remedy: `Write one of ${aggregated.map((some) => some.name).join(', ')}`,
    });
  });
};

/** A duration as so many intervals. @throws RejectedError where it is no whole number of them */
export const wholeSteps = ({ interval }: FamilyContext, duration: Duration, key: string): number => {
  const steps = intervalsIn(duration, interval);
  if (Number.isInteger(steps)) return steps;
  throw new RejectedError(
    'NO_WHOLE_INTERVALS',
    `${key}: ${duration} is no whole number of intervals of ${interval}`,
    { place: { value: duration }, remedy: `Write a multiple of ${interval}, or change interval` },
  );
};

export const requireUnique = <T>(
  path: readonly (string | number)[],
  items: readonly T[],
  addIssue: AddIssue,
  identity: (item: T) => unknown = (item) => item,
): void => {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    if (seen.has(identity(item))) {
      addIssue([...path, index], `${String(item)} is named twice`, 'remove one of the two');
    }
    seen.add(identity(item));
  }
};

/** A duration has to be whole intervals. */
export const requireWholeInterval = (
  path: readonly (string | number)[],
  duration: Duration,
  { interval }: FamilyContext,
  addIssue: AddIssue,
): void => {
  if (Number.isInteger(intervalsIn(duration, interval))) return;
  addIssue(
    path,
    `${duration} is not a whole number of intervals of ${interval}`,
    `write a multiple of ${interval}, or change interval`,
  );
};

/** Durations have to be whole intervals, and different ones. */
export const requireWholeIntervals = (
  path: readonly (string | number)[],
  durations: readonly Duration[],
  context: FamilyContext,
  addIssue: AddIssue,
): void => {
  requireUnique(path, durations, addIssue, durationMs);
  for (const [index, duration] of durations.entries())
    requireWholeInterval([...path, index], duration, context, addIssue);
};

/** Columns have to be aggregated ones. */
export const requireAggregated = (
  path: readonly (string | number)[],
  columns: Chosen,
  { aggregated }: Pick<FamilyContext, 'aggregated'>,
  addIssue: AddIssue,
): void => {
  if (columns === 'all') return;
  const names = new Set(aggregated.map(({ name }) => name));
  const nameOf = (name: string): string => aggregatedNamed({ aggregated }, name)?.name ?? name;
  requireUnique(path, columns, addIssue, nameOf);
  const some = [...names].slice(0, 12).join(', ');
  const list = names.size > 12 ? `${some}, …` : some;
  for (const [index, column] of columns.entries()) {
    if (!names.has(nameOf(column))) {
      addIssue([...path, index], `'${column}' is not an aggregated column`, `write one of ${list}`);
    }
  }
};
