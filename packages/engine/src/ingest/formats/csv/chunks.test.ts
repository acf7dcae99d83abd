import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RejectedError } from '../../../errors.ts';
import { type Chunk, cutChunks } from './chunks.ts';
import { MAX_RECORD } from './unquote.ts';

const SEPARATOR = ',';

async function* inBlocks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const chunksOf = (text: string, chunkBytes: number, blockBytes: number): AsyncIterable<Chunk> =>
  cutChunks(inBlocks(text, blockBytes), {
    ...{ name: 'a.csv', chunkBytes, delimiter: SEPARATOR, quoted: true, skipLines: 0 },
    line: () => 1,
    transcode: (bytes) => bytes,
  });

/** The cells of a text that is read in chunks of a size. */
const cellsOf = async (text: string, chunkBytes: number, blockBytes = 1_000): Promise<string[][]> => {
  const rows: string[][] = [];
  for await (const { bytes, separator } of chunksOf(text, chunkBytes, blockBytes)) {
    const records = bytes.toString().split('\n');
    if (records.at(-1) === '') records.pop();
    // Whoever parses lines takes the CR of a line end with it.
    rows.push(...records.map((record) => record.replace(/\r$/, '').split(separator)));
  }
  return rows;
};

test('a CR within a field is kept, and that of a line end is not, whatever chunk they stand in', async () => {
  const cell = fc.constantFrom(
    '1',
    '1\r2',
    '"1\r2"',
    '"a\r\nb"',
    '"a\nb"',
    ' "x"',
    '\r"q"',
    'plain',
    '',
    '2\r\r3',
  );
  const row = fc.tuple(fc.array(cell, { minLength: 2, maxLength: 4 }), fc.constantFrom('\n', '\r\n'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 8, max: 200 }),
      fc.integer({ min: 1, max: 50 }),
      async (rows, chunkBytes, blockBytes) => {
        // Each record is what it is alone.
        const alone: string[][] = [];
        for (const [cells, end] of rows)
          alone.push(...(await cellsOf(`${cells.join(SEPARATOR)}${end}`, 10_000)));
        const text = rows.map(([cells, end]) => cells.join(SEPARATOR) + end).join('');
        expect(await cellsOf(text, chunkBytes, blockBytes)).toEqual(alone);
      },
    ),
    { numRuns: 300 },
  );
  expect(await cellsOf('"a","1\r2"\r\n', 64)).toEqual([['a', '1\r2']]);
  expect(await cellsOf('a,1\r2\r\n', 64)).toEqual([['a', '1\r2']]);
});

describe('a record of 4 MiB and no more is read, wherever it stands', () => {
  const MIB = 2 ** 20;
  const short = 'a,b\n'.repeat(1_000);
  const outcome = async (text: string, chunkBytes: number): Promise<string> => {
    try {
      for await (const { release } of chunksOf(text, chunkBytes, 64 * 1024)) release();
      return 'read';
    } catch (error) {
      return error instanceof RejectedError ? error.code : String(error);
    }
  };
  const plain = (bytes: number): string => `a,${'x'.repeat(bytes - 2)}`;
  const quoted = (bytes: number): string => `a,"${'x'.repeat(bytes - 4)}"`;
  const behind = (bytes: number): string => `"a",${'x'.repeat(bytes - 4)}`;

  test.for<[what: string, record: (bytes: number) => string, refused: string]>([
    ['plain', plain, 'LINE_TOO_LONG'],
    ['within quotes', quoted, 'QUOTE_UNCLOSED'],
    ['behind a quoted field', behind, 'LINE_TOO_LONG'],
  ])('%s', async ([, record, refused]) => {
    for (const chunkBytes of [64 * 1024, 6 * MIB])
      for (const before of ['', short.repeat(500)])
        for (const after of [`\n${short}`, '']) {
          expect(await outcome(before + record(MAX_RECORD) + after, chunkBytes)).toBe('read');
          expect(await outcome(before + record(MAX_RECORD + 3) + after, chunkBytes)).toBe(refused);
          expect(await outcome(before + record(6 * MIB) + after, chunkBytes)).toBe(refused);
        }
  });
});
