import { describe, expect, test } from 'vitest';
import { InvalidKey, ObjectNotFound } from '../../errors.ts';
import type { ByteSpan, ObjectStore } from '../../object-store.ts';
import type { ContractContext } from './context.ts';

type ReadSpan = NonNullable<ObjectStore['bytes']>;

/** No block of it is like another. */
const bytesOf = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => index * 7 + (index >> 8) * 31 + (index >> 16)));

/** All blocks are kept first: what a later one writes over is noticed. */
const together = async (blocks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const kept: Uint8Array[] = [];
  for await (const block of blocks) kept.push(block);
  return Buffer.concat(kept);
};

const textOf = async (blocks: AsyncIterable<Uint8Array>): Promise<string> =>
  (await together(blocks)).toString();

export const describeSpans = (context: ContractContext): void => {
  /** A test of `store` and `versioned`, where they read spans. */
  const testSpans = (name: string, run: (read: ReadSpan, readVersioned: ReadSpan) => Promise<void>): void => {
    test(name, async ({ skip }) => {
      const { store, versioned } = context;
      if (store.bytes === undefined || versioned.bytes === undefined)
        return skip('the store has no `bytes`: it reads objects whole');
      await run(store.bytes.bind(store), versioned.bytes.bind(versioned));
    });
  };

  describe('spans', () => {
    const cases: readonly (readonly [name: string, span: ByteSpan, text: string])[] = [
      ['its beginning', { from: 0, to: 3 }, '012'],
      ['its middle', { from: 3, to: 7 }, '3456'],
      ['its last byte', { from: 9, to: 10 }, '9'],
      ['all of it', { from: 0, to: 10 }, '0123456789'],
      ['what there is up to its end', { from: 8, to: 1_000 }, '89'],
      ['whatever comes', { from: 6, to: Number.POSITIVE_INFINITY }, '6789'],
      ['nothing, in its middle', { from: 4, to: 4 }, ''],
      ['nothing, where the span ends before it begins', { from: 4, to: 2 }, ''],
      ['nothing, right behind its end', { from: 10, to: 20 }, ''],
      ['nothing, far behind its end', { from: 5_000_000, to: 5_000_001 }, ''],
    ];
    for (const [name, span, text] of cases)
      testSpans(`of an object: ${name}`, async (read, readVersioned) => {
        const { store, versioned } = context;
        const key = `${context.fresh()}a`;
        await store.put(key, '0123456789');
        await versioned.put(key, '0123456789');
        expect(await textOf(read(key, span))).toBe(text);
        expect(await textOf(readVersioned(key, span))).toBe(text);
      });

    testSpans('of an object without bytes have none', async (read) => {
      const key = `${context.fresh()}empty`;
      await context.store.put(key, new Uint8Array());
      for (const to of [0, 1, 1_000_000]) expect(await textOf(read(key, { from: 0, to }))).toBe('');
    });

    testSpans('may be larger than what comes at once', async (read, readVersioned) => {
      const { store, versioned } = context;
      const key = `${context.fresh()}large`;
      const whole = bytesOf(3_500_000);
      await store.put(key, whole);
      await versioned.put(key, whole);
      for (const span of [
        { from: 0, to: 1_200_000 },
        { from: 700_001, to: 3_100_003 },
        { from: 2_000_000, to: 4_000_000 },
        { from: 3_500_000, to: 4_000_000 },
      ]) {
        const expected = whole.subarray(span.from, span.to);
        expect((await together(read(key, span))).equals(expected)).toBe(true);
        expect((await together(readVersioned(key, span))).equals(expected)).toBe(true);
      }
    });

    testSpans('may be left before their end, and be read at once', async (read) => {
      const key = `${context.fresh()}large`;
      const whole = bytesOf(2_500_000);
      await context.store.put(key, whole);
      for await (const block of read(key, { from: 1_000, to: 2_400_000 })) {
        expect(whole.subarray(1_000, 1_000 + block.byteLength).equals(block)).toBe(true);
        break;
      }
      const halves = [read(key, { from: 0, to: 1_250_000 }), read(key, { from: 1_250_000, to: 2_500_000 })];
      expect(Buffer.concat(await Promise.all(halves.map(together))).equals(whole)).toBe(true);
    });

    testSpans('of what is absent throw ObjectNotFound, whether they have bytes or not', async (read) => {
      const key = `${context.fresh()}absent`;
      for (const to of [0, 10])
        await expect(textOf(read(key, { from: 0, to }))).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(textOf(read('a//b', { from: 0, to: 10 }))).rejects.toBeInstanceOf(InvalidKey);
    });

    testSpans('are of the version that is asked for, else of the current one', async (_, read) => {
      const { versioned } = context;
      const prefix = context.fresh();
      const key = `${prefix}a`;
      const span = { from: 2, to: 5 };
      const { versionId = '' } = await versioned.put(key, '0123456789');
      await versioned.put(key, 'abcdefghij');
      const other = await versioned.put(`${prefix}b`, 'other');
      expect(await textOf(read(key, span, { versionId }))).toBe('234');
      expect(await textOf(read(key, span))).toBe('cde');
      expect(await textOf(read(key, { from: 10, to: 20 }, { versionId }))).toBe('');
      await versioned.delete(key);
      await expect(textOf(read(key, span))).rejects.toBeInstanceOf(ObjectNotFound);
      expect(await textOf(read(key, span, { versionId }))).toBe('234');
      const foreign = { versionId: other.versionId ?? '' };
      await expect(textOf(read(key, span, foreign))).rejects.toBeInstanceOf(ObjectNotFound);
    });
  });
};
