import { z } from 'zod';
import { requireUnique } from '../../columns-option.ts';
import { type ColumnDraft, defineFamily } from '../../definition.ts';
import { calendarMonths, Duration, durationMs } from '../../duration.ts';
import { oncePerInterval } from '../../once-per-interval.ts';
import type { Interval } from '../../online.ts';
import { cosine, sine } from '../../waves.ts';
import { angleOf, phaseIn } from './phase.ts';

const Period = z.strictObject({
  period: Duration,
  terms: z.int().min(1).max(100).default(1),
});

const Fourier = z.strictObject({
  periods: z
    .array(Period)
    .min(1)
    .max(50)
    .describe(
      'Each with its length (24h, 7d, 1y, or any other) and how many terms: the k-th goes round k times',
    ),
  clock: z
    .enum(['wall', 'elapsed'])
    .default('wall')
    .describe(
      'wall: by local clocks, and months, quarters and years as long as they are; elapsed: by time that passed, whatever clocks say',
    ),
});
type Fourier = z.output<typeof Fourier>;

const waves = ['sin', 'cos'] as const;

/** What the phase of a period is, in words. */
const inWords = (period: Duration, { clock }: Fourier): string => {
  if (clock === 'elapsed') return `t the time since 1970-01-05 00:00 UTC, in ${period}`;
  return calendarMonths(period) === undefined
    ? `t the time since Monday, 1970-01-05 00:00, by local clocks, in ${period}`
    : `t the share of its ${period} of the calendar that is over by local clocks`;
};

const fourierColumns = (options: Fourier): ColumnDraft[] =>
  options.periods.flatMap(({ period, terms }) =>
    Array.from({ length: terms }, (_, i) => i + 1).flatMap((k) =>
      waves.map((wave) => ({
        name: `fourier_${period}_${wave}${k}`,
        kind: 'fourier',
        dtype: 'Float64',
        sources: [],
        unit: undefined,
        description: `${wave}(2π·${k === 1 ? '' : `${k}·`}t) of the interval’s start, ${inWords(period, options)}`,
      })),
    ),
  );

const valuesOf = ({ periods, clock }: Fourier): ((interval: Interval) => number[]) => {
  const phases = periods.map(({ period, terms }) => ({ phase: phaseIn(period, clock), terms }));
  return (interval) => {
    const values: number[] = [];
    for (const { phase, terms } of phases) {
      const at = phase(interval);
      for (let k = 1; k <= terms; k += 1) {
        const angle = angleOf(at, k);
        values.push(sine(angle), cosine(angle));
      }
    }
    return values;
  };
};

export const fourier = defineFamily({
  key: 'fourier',
  summary: 'Sine and cosine terms of periods of any length',
  grain: 'calendar',
  options: Fourier.optional().describe('Sine and cosine terms of any periods'),
  example: {
    periods: [
      { period: '24h', terms: 2 },
      { period: '7d', terms: 1 },
      { period: '1y', terms: 1 },
    ],
  },
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: fourierColumns,
  check: ({ periods }, { interval }, addIssue) => {
    const path = ['periods'];
    requireUnique(
      path,
      periods.map(({ period }) => period),
      addIssue,
      durationMs,
    );
    for (const [index, { period, terms }] of periods.entries()) {
      const most = Math.ceil(durationMs(period) / durationMs(interval) / 2) - 1;
      if (terms <= most) continue;
      addIssue(
        [...path, index, 'terms'],
        `term ${terms} of ${period} goes round within two intervals of ${interval}, which do not show it`,
        most < 1 ? `write a period longer than two intervals` : `write ${most} or fewer`,
      );
    }
  },
  // Sines of Polars are those of the machine's library: their last bits are others than ours.
  apply: (options, context) => oncePerInterval(fourierColumns(options), valuesOf(options), context),
  online: (options) => valuesOf(options),
});
