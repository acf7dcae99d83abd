import { Spec } from '@wattline/spec';
import { expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';

const meters = ['MT_001', 'MT_002', 'MT_003'];
const at = (hour: number): string => new Date(Date.UTC(2024, 2, 4, hour)).toISOString();
const cell = (hour: number, meter: number): string =>
  hour === 5 && meter === 1 ? '' : `${meter * 100 + hour},5`;
const lines = Array.from(
  { length: 48 },
  (_, hour) => `${at(hour)};${meters.map((_, meter) => cell(hour, meter)).join(';')};${hour % 9},1`,
);
const content = `time;${meters.join(';')};temp\n${lines.join('\n')}\n`;
const series: { columns: [string, string]; value: string } = { columns: ['MT_001', 'MT_003'], value: 'kw' };

test('series side by side are read as series, and what is beside them is of each', async () => {
  const { rows, columns } = await ingestContent(content, {
    spec: { time: { column: 'time' }, entity: 'meter', layout: { series }, values: { kw: {}, temp: {} } },
  });
  expect(columns).toEqual(['event_timestamp', 'meter', 'kw', 'temp']);
  const right = meters.flatMap((name, meter) =>
    Array.from({ length: 48 }, (_, hour) =>
      cell(hour, meter) === '' ? [] : [[at(hour), name, meter * 100 + hour + 0.5, (hour % 9) + 0.1]],
    ).flat(),
  );
  const inOrder = (all: unknown[][]) => all.map((row) => row.join(' ')).sort();
  expect(inOrder(rows)).toEqual(inOrder(right));
});

test('without a spec they are columns, and the key that makes series of them is said', async () => {
  const { columns, receipt } = await ingestContent(content);
  expect(columns.slice(2)).toEqual([...meters, 'temp']);
  expect(receipt.warnings.join('\n')).toContain('layout.series: { columns: [MT_001, MT_003]');
});

test('a spec of series side by side names what they are', () => {
  const { error } = Spec.safeParse({ time: { column: 'time' }, layout: { series }, values: { kw: {} } });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['layout.series']);
});
