import { RejectedError } from '@wattline/errors';
import { z } from 'zod';
import { Column } from './column.ts';
import type { FamilyContext } from './context.ts';
import type { AddIssue } from './definition.ts';
import { type Duration, durationMs, intervalsIn } from './duration.ts';
import type { AggregatedColumn } from './kinds/aggregated-column.ts';

/** Which aggregated columns a family takes. */
export const Columns = z.union([z.literal('all'), z.array(Column).min(1)]).default('all');
type Columns = 'all' | readonly string[];

/** The aggregated column of a name: its own, or the one that it has as the file calls what it is made of. */
export const aggregatedNamed = (
  { aggregated }: Pick<FamilyContext, 'aggregated'>,
  name: string,
): AggregatedColumn | undefined =>
  aggregated.find((some) => some.name === name) ?? aggregated.find((some) => some.written === name);

/** The columns that are chosen. @throws RejectedError where one is not there */
export const chosenColumns = (context: FamilyContext, columns: Columns, key: string): AggregatedColumn[] => {
  const { aggregated } = context;
  if (columns === 'all') return [...aggregated];
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
  columns: Columns,
  { aggregated }: Pick<FamilyContext, 'aggregated'>,
  addIssue: AddIssue,
): void => {
  if (columns === 'all') return;
  const named = (name: string): string => aggregatedNamed({ aggregated }, name)?.name ?? name;
  requireUnique(path, columns, addIssue, named);
  const names = new Set(aggregated.map(({ name }) => name));
  const some = [...names].slice(0, 12).join(', ');
  const list = names.size > 12 ? `${some}, …` : some;
  for (const [index, column] of columns.entries()) {
    if (!names.has(named(column))) {
      addIssue([...path, index], `'${column}' is not an aggregated column`, `write one of ${list}`);
    }
  }
};
