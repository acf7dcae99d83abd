import fc from 'fast-check';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import '../../../polars/index.ts';
import { EVENT_TIMESTAMP } from '../../../columns.ts';
import { LINE } from '../../read/fields.ts';
import { RANK } from '../deduplicate.ts';
import { createRegisters, type Register } from './settle-registers.ts';

const HOUR = 3_600_000;

type Event = 'none' | 'missing' | 'zero' | 'reset' | 'exchange';

interface Step {
  /** What is really used in the hour before the reading. */
  readonly used: number;
  readonly event: Event;
  readonly other: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  used: fc.integer({ min: 5, max: 20 }).map((tenths) => tenths / 10),
  event: fc.oneof(
    { weight: 60, arbitrary: fc.constant<Event>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Event>('missing', 'zero', 'reset', 'exchange') },
  ),
  other: fc.integer({ min: 500, max: 60_000 }),
});

/** Where meters of five digits, and others that have counted as much, may roll over. */
const turns = [0, 1_000, 10_000, 2 ** 16, 100_000];

/** What a meter of five digits shows of a course of steps, and what it counted of what is used, as far as it shows it. */
const shown = (start: number, steps: readonly Step[]) => {
  let level = start;
  let used = 0;
  let counted = 0;
  const levels: (number | null)[] = [start];
  for (const { event: drawn, ...one } of steps) {
    // Around a number at which counters roll over, nothing shows whether one did, was reset or exchanged.
    const isOpen = turns.some((turn) => Math.abs(turn - level) < 20);
    const event = isOpen && (drawn === 'reset' || drawn === 'exchange') ? 'none' : drawn;
    used += one.used;
    if (event === 'exchange') level = Math.max(1_000, (level + 20_000 + one.other) % 90_000);
    else if (event === 'reset') level = one.used;
    else level = (level + one.used) % 100_000;
    if (event === 'exchange') used = 0;
    if (event === 'missing') levels.push(null);
    else if (event === 'zero') levels.push(0);
    else {
      // What was used over cells that are empty counts as the next reading comes, unless the meter began again.
      counted += event === 'reset' ? one.used : used;
      used = 0;
      levels.push(Math.round(level * 10) / 10);
    }
  }
  return { levels, counted };
};

const register: Register = { name: 'kwh', column: 'x', counted: 'x counted' };

const settle = async (levels: readonly (number | null)[]) => {
  const rows = pl
    .DataFrame([
      pl.Series(
        RANK,
        levels.map(() => 0),
        pl.UInt32,
      ),
      pl.Series(
        LINE,
        levels.map((_, row) => row + 2),
        pl.UInt32,
      ),
      pl.Series(
        EVENT_TIMESTAMP,
        levels.map((_, row) => row * HOUR),
        pl.Float64,
      ),
      pl.Series('x', [...levels], pl.Float64),
    ])
    .withColumn(pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Datetime('ms')));
  const registers = createRegisters([register]);
  const settled = await registers.settle(rows);
  const cells = settled.rows.getColumn('x counted').toArray();
  return {
    counted: cells.map((cell) => (cell === null ? null : Number(cell))),
    tallies: registers.tallies(),
  };
};

const sum = (cells: readonly (number | null)[]): number =>
  cells.reduce<number>((whole, cell) => whole + (cell ?? 0), 0);

test('what a register counted adds up to what was used, whatever happened to it, and never peaks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100, max: 99_990 }),
      fc.array(step, { minLength: 40, maxLength: 120 }),
      async (start, steps) => {
        // Cells that are empty beside an exchange or a reset hide what was used then.
        const apart = steps.map((one, index): Step => {
          const isLast = index > steps.length - 3;
          const near = steps.slice(Math.max(0, index - 3), index).some(({ event }) => event !== 'none');
          return near || isLast ? { ...one, event: 'none' } : one;
        });
        const { levels, counted: right } = shown(start, apart);
        const { counted } = await settle(levels);
        expect(sum(counted)).toBeCloseTo(right, 6);
        for (const [index, cell] of counted.entries())
          expect(cell ?? 0, `reading ${index}`).toBeLessThanOrEqual(4 * 2 + 1e-9);
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  );
});

test('on readings without an event the differences add up to last − first', async () => {
  const rises = fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 1, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1e5, noNaN: true }), rises, async (start, steps) => {
      const levels = [start];
      for (const rise of steps) levels.push((levels.at(-1) ?? 0) + rise);
      const { counted, tallies } = await settle(levels);
      expect(tallies).toEqual([{ name: 'kwh', steps: steps.length, events: {}, turns: [], apart: {} }]);
      expect(sum(counted)).toBeCloseTo((levels.at(-1) ?? 0) - start, 6);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 60_000 },
  );
});
