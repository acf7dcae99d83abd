import { countedBy } from '@wattline/features';
import fc from 'fast-check';
import type { Reading } from './reference.ts';

const minute = 60_000;

/** Zones, and instants shortly before their clocks change. */
export const places = fc.constantFrom<[string, string]>(
  ['UTC', '2016-02-27T00:00Z'],
  ['+05:30', '2017-12-30T00:00Z'],
  ['Asia/Kathmandu', '2017-01-01T00:00Z'],
  ['Europe/Paris', '2017-03-24T12:00Z'],
  ['Europe/Paris', '2017-10-27T12:00Z'],
  ['America/New_York', '2017-03-10T12:00Z'],
  ['America/New_York', '2017-11-03T12:00Z'],
  ['Australia/Lord_Howe', '2017-09-29T12:00Z'],
  ['Australia/Lord_Howe', '2017-03-31T12:00Z'],
  ['America/Sao_Paulo', '2017-10-13T12:00Z'],
  ['America/Havana', '2017-11-03T12:00Z'],
  ['America/Havana', '2017-03-10T12:00Z'],
);

export const value = fc.option(fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.constant(0.1)), {
  nil: null,
  freq: 6,
});

/** What a register counted: nothing below 0. */
const counted = fc.option(fc.double({ min: 0, max: 50, noNaN: true }), { nil: null, freq: 8 });

/** First and last quarter of an hour that readings are from: all of them, or a few hours that may be one interval. */
const windowsIn = (quarters: number): fc.Arbitrary<readonly [number, number]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([0, quarters] as const) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: quarters }), fc.integer({ min: 0, max: 100 }))
        .map(([first, more]) => [first, Math.min(first + more, quarters)] as const),
    },
  );

/** Readings within some days, a quarter of an hour apart or a multiple of it, never two at a time. */
export const readingsFrom = (from: number, days: number, fewest = 1): fc.Arbitrary<Reading[]> =>
  (fewest === 1 ? windowsIn(days * 96) : fc.constant([0, days * 96] as const)).chain(([first, last]) =>
    fc.uniqueArray(
      fc
        .record({
          entity: fc.constantFrom('b', 'a', 'é'),
          quarter: fc.integer({ min: first, max: last }),
          load: value,
          heat: value,
          counted,
          state: fc.constantFrom('on', 'off', 'broken', null),
        })
        .map(({ entity, quarter, load, heat, state, counted }) => ({
          entity,
          at: from + quarter * 15 * minute,
          values: {
            'load "kW"': load,
            heat,
            [countedBy('load "kW"')]: counted,
            [countedBy('heat')]: counted,
          },
          words: { state },
        })),
      { selector: ({ entity, at }) => `${entity} ${at}`, minLength: fewest, maxLength: 60 },
    ),
  );

const phase = fc.record({
  step: fc.constantFrom(5, 10, 15, 30, 60, 180),
  count: fc.integer({ min: 1, max: 9 }),
  /** Steps that are missing after it. */
  gap: fc.integer({ min: 0, max: 3 }),
  late: fc.constantFrom(0, 0, 7_000, -7_000),
});

/** Readings of two series that come by steps of their own, which change; some are missing, some come late or early. */
export const steppedReadings = (from: number): fc.Arbitrary<Reading[]> =>
  fc
    .tuple(
      ...['a', 'b'].map((entity) =>
        fc
          .record({
            first: fc.integer({ min: 0, max: 180 }),
            phases: fc.array(phase, { minLength: 1, maxLength: 5 }),
          })
          .map(({ first, phases }) => {
            let due = from + first * minute;
            return phases.flatMap(({ step, count, gap, late }) => {
              const readings = Array.from(
                { length: count },
                (_, i): Reading => ({
                  entity,
                  at: due + i * step * minute + (i === 0 ? late : 0),
                  step: step * minute,
                  values: { heat: i % 4 === 3 ? null : i + 0.5 },
                  words: {},
                }),
              );
              due += (count + gap) * step * minute;
              return readings;
            });
          }),
      ),
    )
    .map((series) => series.flat());
