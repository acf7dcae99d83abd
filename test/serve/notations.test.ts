import type { Row } from '@wattline/online-transform';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ingested, posted, transformOf } from './ingested.ts';

/** How many files to make up. */
const FILES = Number(process.env.WATTLINE_NOTATION_FILES ?? 10);
const ROWS = 30;
const HOUR = 3_600_000;

const two = (number: number): string => String(number).padStart(2, '0');

const times: Readonly<Record<string, (at: Date) => string>> = {
  iso: (at) => at.toISOString().slice(0, 19),
  instants: (at) => at.toISOString(),
  'day first': (at) =>
    `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()} ${two(at.getUTCHours())}:00`,
  'month first': (at) =>
    `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()} ${at.getUTCHours() % 12 || 12}:00 ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  'day first, slashes': (at) =>
    `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()} ${two(at.getUTCHours())}:00`,
  digits: (at) => at.toISOString().slice(0, 16).replaceAll(/[-T:]/g, ''),
  'hours from 1': (at) => `${at.toISOString().slice(0, 10)} ${two(at.getUTCHours() + 1)}`,
  'hours from 0': (at) => at.toISOString().slice(0, 13).replace('T', ' '),
  epoch: (at) => String(at.getTime() / 1000),
};

interface Style {
  readonly decimal: '.' | ',';
  readonly thousands: string;
  readonly before: string;
  readonly after: string;
  readonly minus: string;
}

const style: fc.Arbitrary<Style> = fc
  .record({
    decimal: fc.constantFrom('.' as const, ',' as const),
    group: fc.constantFrom('', 'other', ' ', "'", '\u00a0'),
    before: fc.constantFrom('', '', '€ '),
    after: fc.constantFrom('', '', ' kW', '%'),
    minus: fc.constantFrom('-', '-', '\u2212'),
  })
  .map(({ decimal, group, ...rest }) => ({
    ...rest,
    decimal,
    thousands: group === 'other' ? (decimal === '.' ? ',' : '.') : group,
  }));

const written = (number: number, decimals: number, { decimal, thousands, before, after, minus }: Style) => {
  const [whole = '', part = ''] = Math.abs(number).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return `${number < 0 ? minus : ''}${before}${grouped}${part === '' ? '' : decimal + part}${after}`;
};

/** Cells of which some are none, and some are numbers in other notations. */
const odd = fc.constantFrom(
  '',
  'n/a',
  'broken',
  '1.234',
  '1,234',
  '12,5',
  '12.5',
  '1.234,5',
  '1e3',
  '- 7',
  '(5)',
  '+3',
  '5 kW',
  'inf',
  '9007199254740993',
);

interface File {
  readonly form: string;
  readonly style: Style;
  readonly isDeclared: boolean;
  readonly from: number;
  readonly cells: readonly (readonly [load: string, temp: string])[];
}

const file: fc.Arbitrary<File> = fc
  .record({
    form: fc.constantFrom(...Object.keys(times)),
    style,
    plain: fc.boolean(),
    decimals: fc.constantFrom(0, 1, 2, 3),
    isDeclared: fc.boolean(),
    from: fc.integer({ min: 0, max: 3_000 }).map((days) => Date.UTC(2016, 0, 1) + days * 24 * HOUR),
    numbers: fc.array(fc.integer({ min: -9_999_999, max: 9_999_999 }), { minLength: ROWS, maxLength: ROWS }),
    odd: fc.array(fc.tuple(fc.nat(ROWS - 1), odd), { maxLength: 4 }),
  })
  .map(({ numbers, decimals, odd: others, plain, ...rest }) => {
    const replaced = new Map(others);
    const other: Style = { decimal: '.', thousands: '', before: '', after: '', minus: '-' };
    return {
      ...rest,
      cells: numbers.map((number, i) => [
        replaced.get(i) ?? written(number / 1_000, decimals, rest.style),
        written((number % 5_000) / 100, 2, plain ? other : rest.style),
      ]),
    };
  });

const rowsOf = ({ form, from, cells }: File): { time: string; load: string; temp: string }[] =>
  cells.map(([load, temp], i) => ({ time: times[form]?.(new Date(from + i * HOUR)) ?? '', load, temp }));

const declared = {
  time: { column: 'time' },
  values: { load: {}, temp: {} },
  quarantine: { maxFraction: 1 },
};

const samples = (seed: number): File[] => fc.sample(file, { numRuns: FILES, seed });

test('posted readings are read as the file is that has the same texts', {
  timeout: 600_000 + FILES * 10_000,
}, async () => {
  let files = 0;
  const seen = new Set<string>();
  for (const one of samples(Number(process.env.WATTLINE_NOTATION_SEED ?? 20_171_201))) {
    const rows = rowsOf(one);
    const done = await ingested(rows, one.isDeclared ? declared : undefined);
    if (done === undefined) continue;
    const transform = transformOf(done.spec, [done.notation], true);
    expect({ one, ...posted(transform, rows) }).toEqual({ one, ...done.read });
    files += 1;
    seen.add(one.form);
    // As they are stored, they are read again as they were, by whoever has no notation of theirs.
    const { counted } = transform.read(rows);
    const stored = counted.map((of) => transform.inFile(rows[of.line - 1] ?? {}, of));
    const again = transform.fromFile(stored as Row[]).counted;
    expect({ one, again: again.map(({ at, values }) => [at, values]) }).toEqual({
      one,
      again: counted.map(({ at, values }) => [at, values]),
    });
  }
  process.stdout.write(`${files} of ${FILES} files, ${seen.size} forms of times\n`);
  expect(files).toBeGreaterThan(FILES * 0.5);
});
