import { expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const at = (row: number, every = HOUR): string => new Date(Date.UTC(2022, 8, 1) + row * every).toISOString();

const lines = (header: string, count: number, cells: (row: number) => string): string =>
  [header, ...Array.from({ length: count }, (_, row) => `${at(row)},${cells(row)}`)].join('\n');

/** What was found out about the numbers of one column of a file. */
const found = async (content: string, column: string) => {
  const { plan, receipt } = await ingestContent(content);
  const { kind, aggregate } = plan.spec.values[column] ?? {};
  return {
    kind,
    aggregate,
    why: receipt.evidence.find(({ key }) => key === `values.${column}.kind`)?.because,
    warnings: receipt.warnings.filter((warning) => warning.includes(`'${column}'`)).join('\n'),
  };
};

test.each([
  ['wind_dir', (row: number) => [350, 10, 5][row % 3]],
  ['Windrichtung', (row: number) => row * 2],
  ['bearing', (row: number) => 40 + (row % 3)],
  ['vane [deg]', (row: number) => [355, 2][row % 2]],
  ['winddirection_100m (°)', (row: number) => (row * 47) % 360],
])('a direction in degrees is circular: %s', async (name, cell) => {
  const { kind, aggregate, why, warnings } = await found(
    lines(`time,${name}`, 48, (row) => `${cell(row)}`),
    name,
  );
  expect([kind, aggregate]).toEqual(['circular', ['mean']]);
  expect(why).toMatch(/numbers lie between/);
  expect(warnings).toMatch(/read as a direction in degrees \(circular/);
});

test.each([
  ['wind_dir', (row: number) => (row === 20 ? 400 : row)],
  ['tilt [deg]', (row: number) => 30 + (row % 3)],
  ['direct_radiation', (row: number) => row * 7],
  ['outdoor [°C]', (row: number) => 15 - (row % 30)],
])('other numbers are not: %s', async (name, cell) => {
  const { kind } = await found(
    lines(`time,${name}`, 48, (row) => `${cell(row)}`),
    name,
  );
  expect(kind).toBeUndefined();
});

test('a marker of no reading does not hide a direction', async () => {
  const content = lines('time,wind_dir', 48, (row) => `${row % 10 === 3 ? -999 : (row * 31) % 360}`);
  const { plan } = await ingestContent(content);
  expect(plan.spec.values.wind_dir).toMatchObject({ kind: 'circular', missing: ['-999'] });
});
