import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const at = (row: number): string => new Date(Date.UTC(2024, 2, 4, row)).toISOString();
const lines = (write: (row: number) => string, count = 60): string =>
  Array.from({ length: count }, (_, row) => `${at(row)},${write(row)}\n`).join('');
/** Every third reading is in W, the others in kW: all of them are about one kW. */
const isSmall = (row: number): boolean => row % 3 === 0;
const power = (row: number): number => (isSmall(row) ? 800 + row : 1 + row / 100);
const unit = (row: number): string => (isSmall(row) ? 'W' : 'kW');
/** Polars divides by a number as it multiplies by its inverse: the last bit may differ. */
const rounded = (value: unknown): number => Number(Number(value).toPrecision(12));
const inKw = Array.from({ length: 60 }, (_, row) =>
  rounded(isSmall(row) ? (800 + row) / 1000 : 1 + row / 100),
);

test('units in a column of their own are converted to the commonest one, which is said', async () => {
  const content = `time,power,unit\n${lines((row) => `${power(row)},${unit(row)}`)}`;
  const { rows, columns, receipt, plan } = await ingestContent(content);
  expect([columns.slice(2), rows.map((row) => rounded(row[2]))]).toEqual([['power'], inKw]);
  expect(receipt.warnings.join('\n')).toContain('those in W were converted to kW');
  expect([plan.spec.layout, plan.spec.values.power?.unit]).toEqual([{ units: 'unit' }, 'kW']);
  const declared = await ingestContent(content, {
    spec: { time: { column: 'time' }, layout: { units: 'unit' }, values: { power: { unit: 'W' } } },
  });
  expect(declared.rows[0]?.[2]).toBe(800);
  expect(declared.rows[1]?.[2]).toBeCloseTo(1010, 9);
});

test('a spec that does not mention several units is warned', async () => {
  const { receipt } = await ingestContent(
    `time,power,unit\n${lines((row) => `${power(row)},${unit(row)}`)}`,
    {
      spec: { time: { column: 'time' }, values: { power: {} } },
    },
  );
  expect(receipt.warnings.join('\n')).toContain('set layout.units: unit and values.power.unit');
});

test('units beside numbers, in one column', async () => {
  const { rows, receipt, plan } = await ingestContent(
    `time,power\n${lines((row) => `${power(row)} ${unit(row)}`)}`,
  );
  expect(rows.map((row) => rounded(row[2]))).toEqual(inKw);
  expect(receipt.warnings.join('\n')).toContain("cells in column 'power' have several units");
  expect(plan.spec.values.power?.unit).toBe('kW');
});

test('units that nothing makes one are asked about, and the answer works', async () => {
  const content = `time,value,unit\n${lines((row) => `${row % 2 ? 20 + row / 10 : 900 + row},${row % 2 ? '°C' : 'W'}`)}`;
  const error = await rejectionOf(content);
  expect([error.code, error.message, error.remedy]).toEqual([
    'FILE_AMBIGUOUS',
    expect.stringContaining('several units (W, °C'),
    expect.stringContaining('entity, for example unit'),
  ]);
  const { rows } = await ingestContent(content, {
    spec: {
      time: { column: 'time' },
      entity: 'unit',
      values: { value: {} },
      interval: '2h',
      lags: { by: [] },
    },
  });
  expect(new Set(rows.map((row) => row[1]))).toEqual(new Set(['W', '°C']));
});

test('a unit that cannot be converted costs its cell', async () => {
  const { rows, refusals } = await ingestContent(
    `time,power,unit,other\n${lines((row) => `${power(row)},${row === 7 ? 'hp' : unit(row)},${row}.5`)}`,
    {
      spec: {
        time: { column: 'time' },
        layout: { units: 'unit' },
        values: { power: { unit: 'kW' }, other: {} },
      },
    },
  );
  expect([rows[7]?.[2], rounded(rows[8]?.[2])]).toEqual([null, inKw[8]]);
  expect(refusals.map(({ code, value }) => [code, value])).toEqual([['UNIT_UNKNOWN', 'hp']]);
});
