import '../../polars/index.ts';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { addEnds, ENDS, type Ends, timesOf } from '../../pieces/piece-times.ts';
import { stepsOf } from '../settle/steps-of.ts';
import { type StepTally, tallyBoundary, tallySteps } from './step-tally.ts';

const inOrder = (tally: StepTally) => [...tally.values()].sort((a, b) => b.count - a.count || a.ms - b.ms);

/** Steps of a few lengths, so that some follow on end. */
const Times = fc
  .array(fc.constantFrom(1000, 1000, 1000, 2000, 5000), { minLength: 1, maxLength: 40 })
  .map((steps) => {
    let at = 0;
    return Float64Array.from([0, ...steps.map((step) => (at += step))]);
  });

test('steps of pieces and of the boundaries between them are those of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(Times, fc.array(fc.nat(40), { maxLength: 6 }), async (times, cuts) => {
      const rows = pl.DataFrame(
        { rank: [...times].map(() => 0), [EVENT_TIMESTAMP]: [...times] },
        { schema: { rank: pl.UInt32, [EVENT_TIMESTAMP]: pl.Int64 } },
      );
      const tally: StepTally = new Map();
      const places = [...new Set([0, ...cuts.filter((cut) => cut < times.length), times.length])].sort(
        (a, b) => a - b,
      );
      const before: Ends = { at: new Float64Array(ENDS), count: 0 };
      for (const [i, place] of places.slice(0, -1).entries()) {
        const piece = times.subarray(place, places[i + 1]);
        const { numbers } = timesOf([{ entity: 'a', at: piece }]);
        const count = Math.min(piece.length, ENDS);
        tallySteps(tally, piece);
        tallyBoundary(tally, before, numbers, 2, count);
        addEnds(before, numbers, 2 + ENDS, count);
      }
      expect(inOrder(tally)).toEqual(await stepsOf(rows, 'rank'));
    }),
    { numRuns: 300 },
  );
});
