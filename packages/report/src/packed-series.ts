import type { EntitySeries } from '@wattline/engine';
import type { ReportSeries } from './report-content.ts';

type Points = readonly (number | null)[];

/** Steps between a column's least and greatest value: more than a screen has pixels. */
const LEVELS = 10_000;

/** What sums of equal values may differ by, of their size. */
const SAME = 1e-9;

/** Up to here powers of ten are exact, and so one division by them gives the number of fewest digits. */
const EXACT = 22;

/** Rounds to so many decimals that a drawing shows no difference. */
const roundedTo = (values: Points): ((points: Points) => (number | null)[]) => {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const [range, size] = [most - least, Math.max(Math.abs(least), Math.abs(most))];
  const decimals = -Math.ceil(Math.log10(range > size * SAME ? range / LEVELS : size / 1e7));
  const power = 10 ** Math.abs(decimals);
  const round = (value: number): number => {
    if (!(Math.abs(decimals) <= EXACT)) return Number(value.toPrecision(5)) + 0;
    const rounded = decimals > 0 ? Math.round(value * power) / power : Math.round(value / power) * power;
    // No zero is negative.
    return rounded + 0;
  };
  return (points) => points.map((value) => (value === null ? null : round(value)));
};

const isEven = (time: readonly number[], stepMs: number): boolean =>
  time.every((at, i) => at === (time[0] ?? 0) + i * stepMs);

/** As a report holds it: values rounded, and times left out where they can be counted. */
export const packedSeries = ({ entity, stepMs, time, columns }: EntitySeries): ReportSeries => ({
  entity,
  fromMs: time[0] ?? 0,
  stepMs,
  ...(!isEven(time, stepMs) && { time }),
  columns: columns.map(({ name, mean, min, max }) => {
    if (min === undefined || max === undefined) return { name, mean: roundedTo(mean)(mean) };
    const rounded = roundedTo([...min, ...max]);
    return { name, mean: rounded(mean), min: rounded(min), max: rounded(max) };
  }),
});
