import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PreconditionFailed } from '../../errors.ts';
import type { ContractContext } from './context.ts';

export const describeConditions = (context: ContractContext): void => {
  describe('conditions', () => {
    test('of twenty who create a key at once, one does', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => store.put(key, `creator ${index}`, { ifAbsent: true })),
      );
      const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(PreconditionFailed);
      expect(await context.textOf(store, key)).toBe(`creator ${winners[0]}`);
    });

    test('a key may be created again once it was deleted', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
      await store.put(key, '1', { ifAbsent: true });
      await store.delete(key);
      await store.put(key, '2', { ifAbsent: true });
      expect(await context.textOf(store, key)).toBe('2');
    });

    test('only the object that was seen is replaced', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
      await expect(store.put(key, '0', { ifMatch: '"none"' })).rejects.toBeInstanceOf(PreconditionFailed);
      expect(await store.head(key)).toBeUndefined();
      const first = await store.put(key, '1');
      const second = await store.put(key, '2', { ifMatch: first.etag });
      await expect(store.put(key, '3', { ifMatch: first.etag })).rejects.toBeInstanceOf(PreconditionFailed);
      expect(await context.textOf(store, key)).toBe('2');
      await store.put(key, '4', { ifMatch: second.etag });
      expect(await context.textOf(store, key)).toBe('4');
    });

    test('no update is lost where several count up by compare-and-swap', async () => {
      const { store } = context;
      const key = `${context.fresh()}counter`;
      await store.put(key, '0');
      const countUp = async (): Promise<void> => {
        const seen = await store.get(key);
        const next = String(Number(new TextDecoder().decode(seen?.body)) + 1);
        try {
          await store.put(key, next, { ifMatch: seen?.info.etag ?? '' });
        } catch (error) {
          if (!(error instanceof PreconditionFailed)) throw error;
          return countUp();
        }
      };
      const writer = async () => {
        for (let time = 0; time < 10; time += 1) await countUp();
      };
      await Promise.all([writer(), writer(), writer(), writer()]);
      expect(await context.textOf(store, key)).toBe('40');
    });

    test('of 24 who add to a numbered log at once, each adds its entry: none is lost, none is there twice', async () => {
      const { store } = context;
      const log = context.fresh();
      const add = async (writer: number): Promise<void> => {
        for (;;) {
          const number = (await context.keysOf(log)).length + 1;
          try {
            await store.put(`${log}${String(number).padStart(6, '0')}`, `writer ${writer}`, {
              ifAbsent: true,
            });
            return;
          } catch (error) {
            if (!(error instanceof PreconditionFailed)) throw error;
          }
        }
      };
      const writers = Array.from({ length: 24 }, (_, index) => index);
      await Promise.all(writers.map(add));
      const keys = await context.keysOf(log);
      expect(keys).toEqual(writers.map((index) => `${log}${String(index + 1).padStart(6, '0')}`));
      const texts = await Promise.all(keys.map((key) => context.textOf(store, key)));
      expect(new Set(texts)).toEqual(new Set(writers.map((writer) => `writer ${writer}`)));
    });

    test('a file is put under conditions too', async () => {
      const { store } = context;
      const key = `${context.fresh()}a`;
      const path = join(context.scratch, 'conditional');
      await writeFile(path, '1');
      const { etag } = await store.putFile(key, path, { ifAbsent: true });
      await writeFile(path, '2');
      await expect(store.putFile(key, path, { ifAbsent: true })).rejects.toBeInstanceOf(PreconditionFailed);
      await writeFile(path, '3');
      await store.putFile(key, path, { ifMatch: etag });
      expect(await context.textOf(store, key)).toBe('3');
    });
  });
};
