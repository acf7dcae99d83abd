import { countText } from './numbers.ts';

interface Fold {
  readonly horizon?: string | undefined;
  readonly testFrom: string;
  readonly testUntil: string;
  readonly train: number;
  readonly test: number;
}

const rangeText = (counts: readonly number[]): string => {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
};

/** The folds of a version, in the order of time: a line for labels of the row's own interval, and one for each horizon. */
export const foldLines = (folds: readonly Fold[]): [string, string][] =>
  [...Map.groupBy(folds, ({ horizon }) => horizon)].map(([horizon, of]) => [
    horizon === undefined ? 'folds' : `${horizon} folds`,
    `${of.length}, tested from ${of[0]?.testFrom} to ${of.at(-1)?.testUntil}: train ${rangeText(of.map(({ train }) => train))}, test ${rangeText(of.map(({ test }) => test))} rows`,
  ]);
