import type { Span } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { type ReadingPeriod, readingPeriods } from './reading-periods.ts';

/** The periods of span after span: most spans are of the same time, and clocks take long to look up. */
export const periodsOfSpans = (
  spec: Pick<Spec, 'time' | 'partition'>,
): ((span: Span) => readonly ReadingPeriod[]) => {
  let known: readonly ReadingPeriod[] = [];
  return (span) => {
    const [first, last] = [known[0]?.from ?? span.to, known.at(-1)?.until ?? span.from];
    if (span.from < first || span.to >= last)
      known = readingPeriods(spec, { from: Math.min(span.from, first), to: Math.max(span.to, last - 1) });
    return known.filter(({ from, until }) => span.from < until && span.to >= from);
  };
};
