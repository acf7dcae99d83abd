import { RejectedError } from '../../../errors.ts';
import { isAmountUnit } from '../../amount-units.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { openTranscoded } from '../transcoded/open-transcoded.ts';
import type { Cell } from '../transcoded/write-table.ts';
import { createGreenButtonReader, type GreenButtonReading } from './green-button.ts';

/** A row a usage point and interval, a column each for what was measured; a quality column where any reading has one. */
const rowsOf = (readings: readonly GreenButtonReading[]): (readonly Cell[])[] => {
  const columns = [...new Set(readings.map(({ column }) => column))];
  const withQuality = readings.some(({ quality }) => quality !== '');
  const rows = new Map<string, Map<string, GreenButtonReading>>();
  for (const reading of readings) {
    const key = `${reading.usagePoint}\u0000${reading.startSeconds}`;
    const row = rows.get(key) ?? new Map<string, GreenButtonReading>();
    rows.set(key, row.set(reading.column, reading));
  }
  const header = [
    'usage_point',
    'time',
    ...columns.flatMap((name) => (withQuality ? [name, `${name}_quality`] : [name])),
  ];
  const table = [...rows.values()].map((row) => {
    const [first] = row.values();
    const at = new Date((first?.startSeconds ?? Number.NaN) * 1000);
    const time = Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
    const cells = columns.flatMap((name) => {
      const reading = row.get(name);
      const value = reading === undefined || Number.isNaN(reading.value) ? '' : reading.value;
      return withQuality ? [value, reading?.quality] : [value];
    });
    return [first?.usagePoint, time, ...cells];
  });
  return [header, ...table];
};

/** A Green Button feed as a source of rows, numbered from 1. Throws RejectedError. */
export const openGreenButton = async (input: Input, options: OpenOptions): Promise<Source> => {
  const reader = createGreenButtonReader(input.name);
  const decoder = new TextDecoder();
  for await (const block of input.blocks()) reader.write(decoder.decode(block, { stream: true }));
  const readings = reader.readings();
  if (readings.length === 0) {
    throw new RejectedError('NO_ROWS', `${input.name} is Green Button XML without any IntervalReading`, {
      place: { file: input.name },
      remedy: 'download interval data, not only the usage summary',
    });
  }
  const columns = [...new Set(readings.map(({ column }) => column))];
  const source = await openTranscoded(input, options, {
    rows: rowsOf(readings),
    warnings: [`Green Button: ${columns.join(', ')}; intervals named by their start, in UTC`],
    firstLine: 1,
  });
  return {
    ...source,
    roles: {
      time: { column: 'time', format: 'iso' },
      entity: 'usage_point',
      values: Object.fromEntries(
        columns.map((name) => [
          name,
          isAmountUnit(name) ? { kind: 'total' as const, aggregate: ['mean' as const, 'sum' as const] } : {},
        ]),
      ),
      drop: source.table.header.filter((name) => name.endsWith('_quality')),
    },
  };
};
