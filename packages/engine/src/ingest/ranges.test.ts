import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { randomShape } from './fuzz/axes.ts';
import { createRandom } from './fuzz/random.ts';
import { writeFile } from './fuzz/write.ts';
import type { RangeSize } from './range.ts';
import { type Extras, lenient } from './testing/ingest-text.ts';
import { outcomeOf } from './testing/outcome-of.ts';

const expectAlike = async (
  content: string | Uint8Array,
  sizes: readonly RangeSize[],
  extras: Extras = {},
): Promise<void> => {
  const { chunkBytes, ...rest } = extras;
  const whole = await outcomeOf(content, rest);
  if (chunkBytes !== undefined) expect(await outcomeOf(content, extras)).toEqual(whole);
  for (const rangeSize of sizes) {
    expect(await outcomeOf(content, { ...extras, rangeSize }), JSON.stringify(rangeSize)).toEqual(whole);
  }
};

const bytes = (count: number): RangeSize => ({ bytes: count, rows: count });
const every = [77, 333].map(bytes);

const FILES = Number(process.env.WATTLINE_RANGE_FILES ?? 6);
const hour = (index: number): string => new Date(Date.UTC(2024, 0, 1, index)).toISOString().slice(0, 16);
const lines = (count: number, cells: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${hour(index)},${cells(index)}\n`).join('');

describe('ranges of a file give what the whole gives', () => {
  test('quoted fields with line ends, quotes and separators', async () => {
    const notes = [
      '"two\nlines"',
      '"a ""word"""',
      '"a,b"',
      'plain',
      '  "blanks\r\nbefore"',
      'a "quote" within',
      '""',
    ];
    const content = `t,note,v\n${lines(60, (index) => `${notes[index % notes.length]},${index}`)}`;
    await expectAlike(content, every, {
      spec: { ...lenient, categories: { note: { vocabulary: ['plain'] } } },
    });
  });

  test('bad rows, blank lines, notes and totals have their own lines', async () => {
    const bad = (index: number): string =>
      index % 9 === 4 ? `x${index}` : index % 11 === 3 ? `1,2` : String(index);
    const content = `# a logger\nt,v\n${lines(30, bad)}\n\n# paused\n${lines(30, bad).replaceAll('2024-01', '2024-02')}Total,99\n\n`;
    await expectAlike(content, every, { spec: lenient });
  });

  test('several meters, duplicates and conflicts across ranges', async () => {
    const row = (index: number): string =>
      `${hour(index % 20)},m${index % 3},${index % 7 === 0 ? 1 : (index % 20) + 0.5}\n`;
    const content = `t,meter,v\n${Array.from({ length: 180 }, (_, index) => row(index)).join('')}`;
    await expectAlike(content, every, {
      spec: { time: { column: 't' }, entity: 'meter', values: { v: {} }, quarantine: { maxFraction: 1 } },
    });
  });

  test('a header with the columns in another order', async () => {
    const content = `t,v,w\n${lines(20, (index) => `${index},1`)}w,t,v\n${Array.from({ length: 20 }, (_, index) => `2,${hour(100 + index)},${index}\n`).join('')}`;
    await expectAlike(content, every, { spec: { time: { column: 't' }, values: { v: {}, w: {} } } });
  });

  test('numbered hours of the days on which clocks change', async () => {
    const spec = { time: { column: ['d', 'h'], zone: 'Europe/Berlin' }, values: { v: {} } };
    const day = (date: string, hours: readonly (number | string)[]): string =>
      hours.map((hour, index) => `${date},${hour},${index}.5\n`).join('');
    const numbers = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);
    const spring = ['2024-03-30', '2024-03-31', '2024-04-01'];
    const autumn = ['2024-10-26', '2024-10-27', '2024-10-28'];
    const file = (days: readonly string[], middle: readonly (number | string)[]): string =>
      `d,h,v\n${days.map((date, index) => day(date, index === 1 ? middle : numbers(24))).join('')}`;
    const lettered = [1, 2, '3A', '3B', ...numbers(24).slice(3)];
    const skipped = numbers(24).filter((hour) => hour !== 3);
    for (const content of [
      file(spring, numbers(23)),
      file(spring, skipped),
      file(autumn, numbers(25)),
      file(autumn, numbers(24)),
      file(autumn, lettered),
    ]) {
      for (const periods of [undefined, '1h']) {
        const time = { ...spec.time, ...(periods !== undefined && { periods }) };
        await expectAlike(content, [bytes(330)], { spec: { ...spec, time }, chunkBytes: 350 });
      }
    }
  });

  test('an encoding that shows late, alone or mixed', async () => {
    const spec = { ...lenient, entity: 'e' };
    const text = (name: string, other: string): Buffer =>
      Buffer.concat([
        Buffer.from(`t,e,v\n${lines(40, () => 'plain,1')}`),
        Buffer.from(
          lines(10, () => `${name},2`),
          'latin1',
        ),
        Buffer.from(lines(10, () => `${other},3`)),
      ]);
    for (const content of [
      text('Süd', 'plain'),
      text('plain', 'Süd'),
      text('Süd', 'Nord'),
      text('plain', 'x'),
    ]) {
      await expectAlike(content, every, { spec });
    }
    const mixed = Buffer.concat([
      text('plain', 'Süd'),
      Buffer.from(
        lines(10, () => 'Süd,4'),
        'latin1',
      ),
    ]);
    await expectAlike(mixed, every, { spec });
    expect(await outcomeOf(mixed, { spec })).toMatchObject({ code: 'ENCODING_MIXED' });
  });

  test('what is packed, of 16 bits, has no header or no rows, or a quote that is never closed', async () => {
    const content = `\ufefft,v\r\n${lines(60, String).replaceAll('\n', '\r\n')}`;
    await expectAlike(gzipSync(content), every);
    await expectAlike(Buffer.from(content, 'utf16le'), every);
    await expectAlike(content.replaceAll('\r\n', '\r'), every);
    await expectAlike(lines(60, String), every);
    await expectAlike('t,v\n', every);
    await expectAlike(`t,v,n\n${lines(30, (index) => `${index},"x`)}`, every);
  });

  test('rows of JSON', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      t: hour(index),
      v: index % 13 === 5 ? 'bad' : index,
    }));
    await expectAlike(JSON.stringify(rows), every, { spec: lenient });
    await expectAlike(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), every, { spec: lenient });
  });

  test('rows of a file with a day a line', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `HH${String(index + 1).padStart(2, '0')}`);
    const day = (index: number): string =>
      [hour(index * 24).slice(0, 10), ...names.map((_, place) => (place === index ? 'x' : place))].join(',');
    const content = `d,${names.join(',')}\n${Array.from({ length: 20 }, (_, index) => `${day(index)}\n`).join('')}`;
    const wide = { columns: ['HH01', 'HH24'] as [string, string], every: '1h', value: 'load' };
    await expectAlike(content, every, {
      spec: { time: { column: 'd' }, layout: { wide }, values: { load: {} }, quarantine: { maxFraction: 1 } },
    });
  });

  test(`${FILES} files of all shapes, cut at random`, { timeout: 0 }, async () => {
    for (let index = 0; index < FILES; index += 1) {
      const random = createRandom(7_000_000 + index);
      const { content } = writeFile(randomShape(random), random);
      const size = Math.ceil(content.length / (1.5 + random() * 6));
      await expectAlike(content, [bytes(size)]);
    }
  });
});
