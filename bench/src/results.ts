import { POLARS } from './candidates.ts';
import { type Measured, median } from './side-by-side.ts';

const ratio = (value: number, base: number | undefined): string =>
  base === undefined || base === 0 || value === 0 ? '–' : `${(value / base).toFixed(2)} ×`;

const of = (
  results: readonly Measured[],
  name: string,
  what: 'seconds' | 'peakBytes',
): number | undefined => {
  const result = results.find((one) => one.name === name);
  return result === undefined || result.seconds.length === 0 ? undefined : median(result[what]);
};

export const medianSeconds = (results: readonly Measured[], name: string): number | undefined =>
  of(results, name, 'seconds');

export const medianPeak = (results: readonly Measured[], name: string): number | undefined =>
  of(results, name, 'peakBytes');

/** a / b, where both were measured. */
export const over = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;

export const resultHeader = [
  '',
  'seconds',
  'least to most',
  'time to Polars',
  'peak memory',
  'memory to Polars',
];

export const resultRows = (results: readonly Measured[]): string[][] =>
  results.map(({ name, seconds, peakBytes, failure }) =>
    failure !== undefined || seconds.length === 0
      ? [name, 'failed', '–', '–', '–', '–']
      : [
          name,
          median(seconds).toFixed(2),
          `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
          ratio(median(seconds), medianSeconds(results, POLARS)),
          `${(median(peakBytes) / 1e6).toFixed(0)} MB`,
          ratio(median(peakBytes), medianPeak(results, POLARS)),
        ],
  );
