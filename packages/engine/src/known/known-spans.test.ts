import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownSpans } from './known-spans.ts';

test('each time is of the newest version that was there by then', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(200), { maxLength: 30 }),
      fc.array(fc.nat(200), { maxLength: 6 }),
      fc.nat(20),
      (someTimes, someVersions, after) => {
        const [times, versions] = [someTimes, someVersions].map((some) => some.toSorted((a, b) => a - b));
        const spans = knownSpans(times ?? [], (time) => time + after, versions ?? []);
        for (const time of times ?? []) {
          const newest = (versions ?? []).findLastIndex((at) => at <= time + after);
          const own = spans.filter(({ fromMs, toMs }) => fromMs <= time && time <= toMs);
          expect(own.map(({ version }) => version)).toEqual(newest < 0 ? [] : [newest]);
        }
      },
    ),
  );
});
