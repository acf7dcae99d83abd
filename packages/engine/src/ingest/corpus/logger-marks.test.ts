import { expect, test } from 'vitest';
import { type Extras, ingestContent } from '../testing/ingest-text.ts';

const MINUTES = 120;
const clock = (minute: number): string =>
  `05.03.2024 ${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A log of variables, a value a minute: `minute + 0.5` of the first, ten more of each further one. */
const log = (variables: readonly string[], last: readonly string[] = [], column = 'VarName'): string =>
  [
    `"${column}";"TimeString";"VarValue";"Validity"`,
    ...Array.from({ length: MINUTES }, (_, minute) =>
      variables.map((name, index) => `"${name}";"${clock(minute)}:00";${minute + 10 * index},5;1`).join('\n'),
    ),
    ...last,
    '',
  ].join('\n');

const off = `"$RT_OFF$";"${clock(119)}:30";0;2`;
const counted = `"$RT_COUNT$";"${clock(119)}:30";240;1`;

const read = async (content: string, extras: Extras = {}) => {
  const { rows, receipt, columns } = await ingestContent(content, extras);
  const at = columns.indexOf('VarValue');
  const valuesOf = (entity: string): unknown[] =>
    rows.filter((row) => row[1] === entity).map((row) => row[at]);
  return {
    entities: [...new Set(rows.map((row) => String(row[1])))].sort(),
    valuesOf,
    rows: receipt.rows,
    said: receipt.warnings.filter((text) => /skipped|single reading/.test(text)),
  };
};

const halves = (from: number): number[] =>
  Array.from({ length: MINUTES }, (_, minute) => minute + from + 0.5);

test('what a logger writes of itself in the place of a name is no series, and is said with its line', async () => {
  for (const extras of [{}, { rangeSize: { bytes: 2_000, rows: 50 } }] satisfies Extras[]) {
    const found = await read(log(['Pump', 'Fan'], [counted, off]), extras);
    expect(found.entities).toEqual(['Fan', 'Pump']);
    expect([found.valuesOf('Pump'), found.valuesOf('Fan')]).toEqual([halves(0), halves(10)]);
    expect(found.rows).toMatchObject({ read: 240, accepted: 240, refused: 0 });
    expect(found.said).toEqual([
      "lines that are no readings were skipped: 2 marks of the logger (the first on line 242: '$RT_COUNT$')",
    ]);
  }
  const spec = { time: { column: 'TimeString' }, entity: 'VarName', values: { VarValue: {} } };
  expect((await read(log(['Pump', 'Fan'], [off]), { spec })).said).toEqual([
    "lines that are no readings were skipped: 1 mark of the logger (line 242: '$RT_OFF$')",
  ]);
});

test('it is no reading of the one series either, where its column says nothing else', async () => {
  for (const column of ['VarName', 'Source']) {
    const found = await read(log(['Pump'], [off], column));
    expect(found.entities).toHaveLength(1);
    expect(found.valuesOf(found.entities[0] ?? '')).toEqual(halves(0));
    expect(found.said.join()).toContain("1 mark of the logger (line 122: '$RT_OFF$')");
  }
});

test.each(['<EOF>', '[stopped]', '*** end ***', '---', '%END%', '#end#'])(
  '%s has no readings',
  async (mark) => {
    const found = await read(log(['Pump', 'Fan'], [off.replace('$RT_OFF$', mark)]));
    expect([found.entities, found.said.length]).toEqual([['Fan', 'Pump'], 1]);
  },
);

test('series that are called so stay, and so does a reading with a rare word beside it', async () => {
  const called = await read(log(['$A$', '$B$'], [off]));
  expect(called.entities).toEqual(['$A$', '$B$', '$RT_OFF$']);
  const amongOthers = await read(log(['$A$', 'Pump'], [off]));
  expect(amongOthers.entities).toEqual(['$A$', '$RT_OFF$', 'Pump']);
  const flagged = log(['Pump'], [`"<low>";"${clock(120)}:00";7,5;1`], 'Source');
  expect((await read(flagged)).valuesOf('all').at(-1)).toBe(7.5);
  // A few rows say nothing of what is usual.
  const short = log(['Pump', 'Fan']).split('\n').slice(0, 7);
  expect((await read([...short, off, ''].join('\n'))).entities).toContain('$RT_OFF$');
});

test('an ordinary name with a single reading is kept, and said where nobody declared what it is', async () => {
  const odd = log(['Pump', 'Fan'], [`"Valve";"${clock(119)}:30";0;2`]);
  const found = await read(odd);
  expect([found.entities, found.valuesOf('Valve')]).toEqual([['Fan', 'Pump', 'Valve'], [0]]);
  expect(found.said).toEqual([
    "'Valve' has a single reading ('Valve': 2024-03-05T09:59:30.000Z), where other series have about 120: where that is the name of no series, take its line out of the file",
  ]);
  const spec = { time: { column: 'TimeString' }, entity: 'VarName', values: { VarValue: {} } };
  expect((await read(odd, { spec })).said).toEqual([]);
});
