import { createReadStream } from 'node:fs';
import chain from 'stream-chain';
import { parser } from 'stream-json';
import { streamArray } from 'stream-json/streamers/stream-array.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list that is a whole file, one by one. `fail` makes the error of what is broken. */
export async function* streamList(
  path: string,
  fail: (cause: unknown) => Error,
): AsyncGenerator<Record<string, unknown>> {
  const items = chain([createReadStream(path), parser(), streamArray()]);
  try {
    for await (const { value } of items as AsyncIterable<{ value: unknown }>) {
      if (!isRecord(value)) throw new Error('the list holds something else than objects');
      yield value;
    }
  } catch (cause) {
    throw fail(cause);
  } finally {
    items.destroy();
  }
}
