import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inferSpec } from './inspect/infer-spec.ts';
import { ingestContent } from './testing/ingest-text.ts';

const rows = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');
const iso = (row: number, minutes = 10): string =>
  new Date(Date.UTC(2020, 0, 1) + row * minutes * 60_000).toISOString();

describe('inferring a spec', () => {
  test('several meters: entity, values, categories and what is dropped', () => {
    const content = `meter_id,timestamp,kwh,state,comment\n${rows(300, (row) => `00${row % 3},${iso(Math.floor(row / 3))},${row / 7},${row % 2 ? 'on' : 'off'},note ${row}`)}\n`;
    for (const bytes of [Buffer.from(content), gzipSync(content)]) {
      const { spec } = inferSpec(bytes, 'x.csv');
      expect(spec.time).toMatchObject({ column: 'timestamp', format: 'iso', zone: 'UTC' });
      expect(spec.entity).toBe('meter_id');
      expect(Object.keys(spec.values)).toEqual(['kwh']);
      expect(spec.categories.state?.vocabulary).toEqual(['off', 'on']);
      expect(spec.drop).toEqual(['comment']);
    }
  });

  test('numbered houses', () => {
    const { spec } = inferSpec(
      Buffer.from(`when,house,w\n${rows(200, (row) => `${iso(row >> 2)},${row % 4},${row * 1.5}`)}\n`),
      'x.csv',
    );
    expect(spec.entity).toBe('house');
    expect(Object.keys(spec.values)).toEqual(['w']);
  });

  test('names that readings have themselves are left out', async () => {
    const content = `t,entity,event_timestamp,v\n${rows(60, (row) => `${iso(row)},${row * 3},${row / 3},${row}.5`)}\n`;
    const { columns, receipt } = await ingestContent(content);
    expect(columns).toEqual(['event_timestamp', 'entity', 'v']);
    expect(receipt.warnings.filter((warning) => warning.includes('left out'))).toHaveLength(2);
    const timed = await ingestContent(
      content.replace('event_timestamp', 'x').replace('t,', 'event_timestamp,'),
    );
    expect(timed.columns).toEqual(['event_timestamp', 'entity', 'x', 'v']);
  });

  test('date and time apart, decimal commas', () => {
    const { spec } = inferSpec(
      Buffer.from(`Date;Time;Power\n${rows(50, (row) => `16/12/2006;17:${10 + row}:00;${row},5`)}\n`),
      'x.csv',
    );
    expect(spec.time).toMatchObject({ column: ['Date', 'Time'], format: '%d/%m/%Y %H:%M:%S' });
    expect(Object.keys(spec.values)).toEqual(['Power']);
  });

  test('timestamps without a zone are read as UTC, and it is said', async () => {
    const warningsOf = async (zone: string, spec?: { time: { column: string }; values: { v: object } }) => {
      const content = `t,v\n${rows(60, (row) => `${iso(row).slice(0, 19)}${zone},${row}.5`)}\n`;
      const { receipt } = await ingestContent(content, spec === undefined ? {} : { spec });
      return receipt.warnings.filter((warning) => warning.includes('no time zone'));
    };
    expect(await warningsOf('')).toHaveLength(1);
    expect(await warningsOf('+01:00')).toEqual([]);
    expect(await warningsOf('', { time: { column: 't' }, values: { v: {} } })).toEqual([]);
  });

  test('an inferred spec, resolved, reads the file again as it was read', async () => {
    const content = `day,kwh,mood\n${rows(60, (row) => `${iso(row, 1440).slice(0, 10)},${row},${row > 57 ? 'new' : row % 2 ? 'a' : 'b'}`)}\n`;
    const first = await ingestContent(content);
    expect(first.plan.specSource).toBe('inferred');
    expect(first.plan.spec).toMatchObject({ interval: '1d', time: { cadence: '1d' } });
    expect(first.plan.spec.categories.mood?.vocabulary).toEqual(['a', 'b', 'new']);
    const again = await ingestContent(content, { spec: first.plan.spec });
    expect(again.plan).toEqual({ ...first.plan, specSource: 'file' });
    expect(again.rows).toEqual(first.rows);
  });
});
