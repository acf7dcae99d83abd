import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import '../../polars/index.ts';
import { cutFile } from './cut-file.ts';

const text = `t,v\n${Array.from({ length: 300 }, (_, index) => `${new Date(Date.UTC(2024, 0, 1, index)).toISOString()},${index}\n`).join('')}`;
const json = text
  .split('\n')
  .slice(1, -1)
  .map((line) => `{"t":"${line.slice(0, 24)}","v":${line.slice(25)}}\n`)
  .join('');

const cut = (content: string | Uint8Array, bytes: number, atMost = 1e6) => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-cut-file-'));
  const path = join(folder, 'a.csv');
  writeFileSync(path, content);
  return cutFile({ path, name: 'a.csv', folder, scratch: join(folder, 'scratch'), bytes, atMost });
};

test('a text is cut, whatever packs it, and where it is of 16 bits', async () => {
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
  const encoding = { encoding: 'utf-16le', bom: 2 };
  for (const [content, how] of [
    [text, undefined],
    [gzipSync(text), { packing: 'gz' }],
    [wide, { encoding }],
    [gzipSync(wide), { packing: 'gz', encoding }],
  ] as const) {
    const { cuts, unpacked } = await cut(content, text.length / 3);
    expect(cuts?.cuts.map(({ to }) => to)).toEqual(
      [1, 2, 3].map((third) => Math.floor((text.length * third) / 3)),
    );
    expect(unpacked).toEqual(how && { ...how, path: expect.any(String) });
    expect(unpacked === undefined || readFileSync(unpacked.path, 'utf8') === text).toBe(true);
    // Below twice that it is read as it is.
    expect((await cut(content, text.length)).cuts).toBeUndefined();
  }
});

test('what is damaged, has too much for what is here, or is no text is left to one worker', async () => {
  const packed = gzipSync(text);
  for (const content of [packed.subarray(0, -20), gzipSync(packed), json, gzipSync(json), ''])
    expect(await cut(content, 1_000)).toEqual({});
  expect(await cut(packed, 1_000, text.length - 1)).toEqual({});
});
