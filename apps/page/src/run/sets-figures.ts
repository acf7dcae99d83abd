import type { RunReceipt } from '@wattline/api';
import type { Figure } from '../components/figures.tsx';
import { countText } from '../text/numbers.ts';

type Published = NonNullable<RunReceipt['published']>;

const daysText = (from: string, until: string): string => `${from.slice(0, 10)} to ${until.slice(0, 10)}`;

const rangeText = (counts: readonly number[]): string => {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
};

/** A figure for the training sets of each horizon, and one for the folds of each. */
export const setsFigures = ({
  horizons = [],
  folds = [],
}: Pick<Published, 'horizons' | 'folds'>): Figure[] => [
  ...horizons.map(({ horizon, train, validation, test }) => ({
    label: `train, ${horizon} ahead`,
    value: countText(train),
    detail: `validation ${countText(validation)}, test ${countText(test)}`,
  })),
  ...[...Map.groupBy(folds, ({ horizon }) => horizon)].map(([horizon, of]) => ({
    label: horizon === undefined ? 'folds' : `folds, ${horizon} ahead`,
    value: countText(of.length),
    detail: `tested ${daysText(of[0]?.testFrom ?? '', of.at(-1)?.testUntil ?? '')}; train ${rangeText(of.map(({ train }) => train))} rows`,
  })),
];
