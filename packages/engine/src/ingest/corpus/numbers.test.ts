import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const hour = (row: number): string =>
  new Date(Date.UTC(2022, 8, 5) + row * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const file = (cells: readonly string[], beside: (row: number) => string = () => '1.5'): string =>
  `time;heat;temp\n${cells.map((cell, row) => `${hour(row)};${cell};${beside(row)}`).join('\n')}\n`;
const numbers = async (cells: readonly string[], beside?: (row: number) => string): Promise<unknown[]> =>
  (await ingestContent(file(cells, beside))).rows.map((row) => row[2]);

test.for<[what: string, cells: string[], right: number[]]>([
  ['lakhs', ['9,29,850.5', '12,04,430.0', '998.0', '1,002.5'], [929850.5, 1204430, 998, 1002.5]],
  ['exponents with decimal commas', ['9,25e+2', '1,5e3', '2,5e-1'], [925, 1500, 0.25]],
  ['a blank after the minus sign', ['7.5', '- 2.25', '3.0'], [7.5, -2.25, 3]],
  ['a currency by its code', ['EUR 1.204,50', 'EUR 98,00', 'EUR 7,25'], [1204.5, 98, 7.25]],
  ['a currency by its country', ['R$ 1.204,50', 'R$ 98,00', 'R$ 7,25'], [1204.5, 98, 7.25]],
])('%s', async ([, cells, right]) => {
  expect(
    await numbers(cells, () =>
      cells.some((cell) => cell.includes(',') && !cell.includes('.0')) ? '1,5' : '1.5',
    ),
  ).toEqual(right);
});

test('letters before digits are names, not a currency', async () => {
  const nodes = ['BEN2201', 'HAY2201', 'OTA2201'];
  const lines = Array.from(
    { length: 36 },
    (_, row) => `${hour(Math.floor(row / 3))},${nodes[row % 3]},${row}.5`,
  );
  const { plan } = await ingestContent(`time,node,price\n${lines.join('\n')}\n`);
  expect(plan.spec.entity).toBe('node');
});

test('numbers with a mark beside them are readings: their column is not sealed without them', async () => {
  const cells = Array.from({ length: 60 }, (_, row) => `${row}.25${row % 12 === 7 ? '*' : ''}`);
  const error = await rejectionOf(file(cells));
  expect([error.code, error.place.column, error.place.value]).toEqual([
    'NUMBERS_UNREADABLE',
    'heat',
    '7.25*',
  ]);
});

test('fill values of file formats are no readings; other numbers far from all others are reported', async () => {
  const cells = (strange: string): string[] =>
    Array.from({ length: 60 }, (_, row) => (row % 20 === 3 ? strange : `${20 + (row % 7)}.5`));
  expect((await numbers(cells('9.96921e36')))[3]).toBe(null);
  expect((await numbers(cells('65535')))[3]).toBe(null);
  const { rows, receipt } = await ingestContent(file(cells('-4321')));
  expect(rows[3]?.[2]).toBe(-4321);
  expect(receipt.warnings.join()).toContain(
    '-4321 is in 3 of 60 sampled cells, far from all other readings; if it means no reading',
  );
});

test('a column of numbers stays one, however many words it has', async () => {
  const seldom = Array.from({ length: 100 }, (_, row) => (row % 20 === 0 ? `${row}.5` : 'No data'));
  expect((await numbers(seldom))[20]).toBe(20.5);
  const words = ['Bad', 'No Sample', 'Scan Off', 'Calib', 'Trip', 'Maint', 'Shutdown'];
  const several = Array.from({ length: 70 }, (_, row) =>
    row % 5 === 2 ? (words[((row / 5) | 0) % 7] ?? '') : `${row}.5`,
  );
  expect((await numbers(several)).slice(0, 4)).toEqual([0.5, 1.5, null, 3.5]);
});

test('days of spreadsheets are whole seconds, with decimal commas too; digits that begin with a zero are no epoch', async () => {
  const days = (row: number): string => (44_809 + row / 96).toFixed(5);
  const read = async (cell: (row: number) => string) => {
    const lines = Array.from({ length: 200 }, (_, row) => `${cell(row)};${row},5`);
    const { rows } = await ingestContent(`Datum;load\n${lines.join('\n')}\n`);
    return rows.map(([at]) => at);
  };
  const right = Array.from({ length: 200 }, (_, row) =>
    new Date(Date.UTC(2022, 8, 5) + row * 900_000).toISOString(),
  );
  expect(await read(days)).toEqual(right);
  expect(await read((row) => days(row).replace('.', ','))).toEqual(right);
  const hours = (row: number): string => {
    const [year, month, day, clock] = hour(row).split(/[- :]/);
    return `${day}${month}${year}${clock}`;
  };
  expect((await read(hours))[1]).toBe('2022-09-05T01:00:00.000Z');
});

test('words beside few numbers are no unit of the others: the cell is bad, or the run stops', async () => {
  const cells = (word: string, every: number): string[] =>
    Array.from({ length: 60 }, (_, row) => (row % every === 7 ? word : `${row % 9}.25`));
  expect((await numbers(cells('4.Jul', 60)))[7]).toBe(null);
  expect((await rejectionOf(file(cells('4.5x', 10)))).code).toBe('NUMBERS_UNREADABLE');
});

test('a unit that few numbers have is none of the others, nor is a percent sign that some have', async () => {
  const some = (word: string, every: number): string[] =>
    Array.from({ length: 60 }, (_, row) => `${row % 9}.25${row % every === 1 ? word : ''}`);
  expect((await rejectionOf(file(some(' kW', 6)))).code).toBe('NUMBERS_UNREADABLE');
  expect((await rejectionOf(file(some('%', 3)))).code).toBe('NUMBERS_UNREADABLE');
  expect(await numbers(['€(1.50)', '€2.25', '€(3)'])).toEqual([-1.5, 2.25, -3]);
});

test('k and M without a unit multiply, on all numbers or on some; K on all is the kelvin', async () => {
  const { rows, receipt } = await ingestContent(file(['988.5', '1.25k', '2k', '0.5M', '7']));
  expect(rows.map((row) => row[2])).toEqual([988.5, 1250, 2000, 500_000, 7]);
  expect(receipt.warnings.join()).toContain("numbers in column 'heat' have 'k', 'M' beside them");
  expect(await numbers(['1.25k', '2.5k', '3.75k'])).toEqual([1250, 2500, 3750]);
  expect(await numbers(['280.5 K', '281.5 K', '282 K'])).toEqual([280.5, 281.5, 282]);
  expect(await numbers(['980', '1.5 K', '990'])).toEqual([980, 1500, 990]);
});

test('numbers as text, as spreadsheets write them', async () => {
  expect(await numbers(['="1020.50"', '="7.25"', '="-3"'])).toEqual([1020.5, 7.25, -3]);
  expect(await numbers(["'1020.50", "'7.25", "'-3"])).toEqual([1020.5, 7.25, -3]);
});

test('two fill values of a logger side by side', async () => {
  const cells = Array.from({ length: 60 }, (_, row) =>
    row % 20 === 3 ? ['-6999', '-7999', '-6999'][(row / 20) | 0] : `${row % 7}.5`,
  );
  expect((await numbers(cells.map(String))).filter((cell) => cell === null)).toHaveLength(3);
  const others = cells.map((cell) => (cell === '-6999' ? '1e20' : cell === '-7999' ? '-99900000' : cell));
  expect((await numbers(others.map(String))).filter((cell) => cell === null)).toHaveLength(3);
});

test('thousands and millions in one column', async () => {
  const lines = Array.from(
    { length: 48 },
    (_, row) =>
      `${new Date(Date.UTC(2024, 0, row + 1)).toISOString().slice(0, 10)},${row % 5 === 0 ? '950.40K' : `1.${row % 9}5M`}`,
  );
  const { rows } = await ingestContent(`date,volume\n${lines.join('\n')}\n`);
  expect(rows.slice(0, 2).map((row) => row.at(-1))).toEqual([950_400, 1_150_000]);
});
