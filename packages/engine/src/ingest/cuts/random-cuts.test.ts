import { gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { randomShape } from '../fuzz/axes.ts';
import { createRandom } from '../fuzz/random.ts';
import { writeFile } from '../fuzz/write.ts';
import { at, expectAlikeInCuts } from '../testing/alike-in-cuts.ts';

/** Packs a file, in members or frames that begin at these shares of it. */
const packBy = (random: () => number, content: Uint8Array, shares: readonly number[]): Uint8Array => {
  const pack = [gzipSync, zstdCompressSync][Math.floor(random() * 3)];
  if (pack === undefined) return zipSync({ 'README.md': Buffer.from('# x'), 'input.csv': content });
  const ends = [...shares.toSorted((a, b) => a - b).map((share) => Math.floor(share * content.length))];
  return Buffer.concat(
    [0, ...ends].map((from, index) => pack(content.subarray(from, ends[index] ?? content.length))),
  );
};

/** More in the long run. */
const FILES = Number(process.env.WATTLINE_CUT_FILES ?? 80);
const FROM = Number(process.env.WATTLINE_CUT_FROM ?? 0);

test(`${FILES} files of all shapes, cut at random`, { timeout: 0 }, async () => {
  let cutUp = 0;
  for (let index = FROM; index < FROM + FILES; index += 1) {
    const random = createRandom(8_000_000 + index);
    const { content } = writeFile({ ...randomShape(random), packing: 'none' }, random);
    const some = (): number[] => Array.from({ length: 1 + Math.floor(random() * 4) }, random);
    const packed = random() < 0.7 ? content : packBy(random, content, some());
    const places = some();
    const { again } = await expectAlikeInCuts(packed, (bytes) =>
      at(places.map((place) => place * bytes))(bytes),
    ).catch((cause: unknown) => {
      throw new Error(`file ${index} (WATTLINE_CUT_FROM=${index} WATTLINE_CUT_FILES=1)`, { cause });
    });
    cutUp += again === undefined ? 0 : 1;
  }
  // The others are rejected.
  if (FILES >= 50) expect(cutUp).toBeGreaterThan(FILES / 3);
});
