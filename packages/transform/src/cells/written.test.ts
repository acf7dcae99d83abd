import type { Notation, NumberStyle } from '@wattline/cells';
import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFileRows } from './file-rows.ts';
import { isBesideNumbers, numberText } from './number-text.ts';
import { createTimeCellReader, type TimeCell } from './time-cell.ts';
import { type CellNumber, createCellReader } from './written-numbers.ts';

const specOf = (time: Partial<SpecInput['time']> = {}) =>
  Spec.parse({ time: { column: 'time', ...time }, values: { load: {} } });

const style: fc.Arbitrary<NumberStyle> = fc
  .record({
    decimal: fc.constantFrom('.' as const, ',' as const),
    group: fc.constantFrom('', ' ', "'", 'other'),
    affix: fc.constantFrom('', 'kW'),
    signs: fc.boolean(),
  })
  .map(({ group, decimal, ...rest }) => ({
    ...rest,
    decimal,
    thousands: group === 'other' ? (decimal === '.' ? ',' : '.') : (group as '' | ' ' | "'"),
  }));

const notationOf = (own: NumberStyle, missing: readonly string[] = []): Notation => ({
  time: { format: 'iso', hoursFromOne: false },
  numbers: [{ style: own, columns: ['load'] }],
  missing: { load: missing },
});

const text = fc.oneof(
  fc.constantFrom('1.234', '1,234', '12.345.678', '1.234,5', '1,234.5', "1'234", '1 234,5', '-999', '5 kW'),
  fc.string({ unit: fc.constantFrom(...'0123459.,- '), maxLength: 9 }),
);

const readBy = (notations: readonly Notation[]) =>
  createCellReader(specOf(), 'load', { notations, showsTimes: true });

test('what two notations read as two numbers is refused, and else what one of them reads counts', () => {
  fc.assert(
    fc.property(style, style, text, fc.boolean(), (one, other, cell, marks) => {
      const notations = [notationOf(one, marks ? ['-999'] : []), notationOf(other)];
      const both = readBy(notations).read(cell);
      const [first, second] = notations.map((notation) => readBy([notation]).read(cell));
      const found = [first, second].filter((read) => read?.kind !== 'bad');
      const distinct = new Set(found.map((read) => JSON.stringify(read)));
      const expected: CellNumber = distinct.size > 1 ? { kind: 'open' } : (found[0] ?? { kind: 'bad' });
      expect(both).toEqual(expected);
      const quick = readBy(notations).quick(cell);
      expect([undefined, both.kind === 'number' ? both.number : undefined]).toContain(quick);
    }),
    { numRuns: 600 },
  );
});

test.each([
  ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M'],
  ['%d/%m/%y %H:%M', '%y/%m/%d %H:%M'],
  ['epoch-seconds', 'epoch-milliseconds'],
  ['%Y%m%d', 'epoch-seconds'],
] as const)('what %s and %s read as two times is refused', (...formats) => {
  const notations = formats.map(
    (format): Notation => ({ time: { format, hoursFromOne: false }, numbers: [], missing: {} }),
  );
  const open = (some: readonly Notation[]) =>
    createTimeCellReader(specOf({ format: formats[0] }), { notations: some, showsTimes: true });
  const without = (time: TimeCell) => ({ ...time, form: 0 });
  const number = fc.integer({ min: 1, max: 28 }).map((digit) => String(digit).padStart(2, '0'));
  const cell = fc.oneof(
    fc.tuple(number, number, number).map(([a, b, c]) => `${a}/${b}/20${c} 05:00`),
    fc.tuple(number, number, number).map(([a, b, c]) => `${a}/${b}/${c} 05:00`),
    fc.integer({ min: 20_000_101, max: 20_991_231 }).map(String),
    fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map(String),
  );
  fc.assert(
    fc.property(cell, (time) => {
      const both = open(notations).read({ time });
      const found = notations
        .map((notation) => without(open([notation]).read({ time })))
        .filter(({ kind }) => kind !== 'unreadable');
      const [first] = found;
      const isOne = new Set(found.map((one) => JSON.stringify(one))).size < 2;
      expect(without(both)).toEqual(
        isOne ? (first ?? { kind: 'unreadable', form: 0 }) : { kind: 'open', form: 0 },
      );
    }),
  );
});

test('hours from 1 to 24 are read where an upload shows them, and refused where others go from 0', () => {
  const spec = specOf({ format: '%d.%m.%Y %H' });
  const open = (...from: readonly boolean[]) =>
    createTimeCellReader(spec, {
      notations: from.map((hoursFromOne) => ({
        time: { format: '%d.%m.%Y %H', hoursFromOne },
        numbers: [],
        missing: {},
      })),
      showsTimes: false,
    });
  const time = '03.02.2024 5';
  expect(open(true).read({ time })).toMatchObject({ local: Date.UTC(2024, 1, 3, 4) });
  expect(open(false).read({ time })).toMatchObject({ local: Date.UTC(2024, 1, 3, 5) });
  expect(open(true, false).read({ time })).toEqual({ kind: 'open' });
  // What it says as a row of a file may be another time.
  expect(open(true).needsFile({ time })).toBe(true);
});

test('a number with its unit is read again as it was, however it looks', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.nat(9_999_999),
      (any, thousandths) => {
        for (const number of [any, thousandths / 1_000]) {
          const written = numberText(number, 'kW');
          expect(Object.is(Number(written.slice(0, -3)), number)).toBe(true);
          expect(written).not.toMatch(/^-?\d{1,3}\.\d{3} /);
        }
      },
    ),
  );
  expect(
    ['kW', '°C', 'm³/h', '€', '%', 'kWh/m²', 'R$', 'kr.'].filter((unit) => !isBesideNumbers(unit)),
  ).toEqual([]);
  expect(['k', 'deg C', 'per 100', ''].filter(isBesideNumbers)).toEqual([]);
});

test.each([
  ['R$', 'R$ 1.234', 'R$ 1234'],
  ['US$', '-US$ 1,234', '-US$ 1.2340'],
  ['kr.', 'kr. 0,5', 'kr. 0.5'],
  ['€', '€ 1.234', '1234 €'],
  // No file has such a unit beside its numbers: they stand alone.
  ['m3', '1.234', 1234],
  ['kWh/m2', '1,234', 1.234],
])('a price or amount in %s is stored as it was read', (unit, load, stored) => {
  const affix = load.includes(unit) ? unit : '';
  const german: NumberStyle = { decimal: ',', thousands: '.', affix, signs: false };
  const spec = specOf({ format: 'iso' });
  const { inFile } = createFileRows(spec, {
    notations: [notationOf(german)],
    showsTimes: true,
    units: { load: unit },
  });
  const time = '2024-02-03T05:00:00Z';
  const counted = { line: 1, at: Date.parse(time), entity: 'all', values: [1] };
  expect(inFile({ time, load }, counted as unknown as Parameters<typeof inFile>[1]).load).toBe(stored);
});
