import { POLARS } from './contenders.ts';
import { median, type Standing } from './side-by-side.ts';

const ratio = (value: number, base: number | undefined): string =>
  base === undefined || base === 0 || value === 0 ? '–' : `${(value / base).toFixed(2)} ×`;

const of = (
  standings: readonly Standing[],
  name: string,
  what: 'seconds' | 'peakBytes',
): number | undefined => {
  const standing = standings.find((one) => one.name === name);
  return standing === undefined || standing.seconds.length === 0 ? undefined : median(standing[what]);
};

export const medianSeconds = (standings: readonly Standing[], name: string): number | undefined =>
  of(standings, name, 'seconds');

export const medianPeak = (standings: readonly Standing[], name: string): number | undefined =>
  of(standings, name, 'peakBytes');

/** a / b, where both were measured. */
export const over = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;

export const standingHeader = [
  '',
  'seconds',
  'least to most',
  'time to Polars',
  'peak memory',
  'memory to Polars',
];

export const standingRows = (standings: readonly Standing[]): string[][] =>
  standings.map(({ name, seconds, peakBytes, failure }) =>
    failure !== undefined || seconds.length === 0
      ? [name, 'failed', '–', '–', '–', '–']
      : [
          name,
          median(seconds).toFixed(2),
          `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
          ratio(median(seconds), medianSeconds(standings, POLARS)),
          `${(median(peakBytes) / 1e6).toFixed(0)} MB`,
          ratio(median(peakBytes), medianPeak(standings, POLARS)),
        ],
  );
