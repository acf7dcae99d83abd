import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

/** Lines of UTF-8 text, without their ends and a BOM. */
export async function* linesOf(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  async function* text(): AsyncGenerator<string> {
    for await (const block of blocks) yield decoder.decode(block, { stream: true });
  }
  // Infinity: a CR and its LF may come in two blocks.
  yield* createInterface({ input: Readable.from(text()), crlfDelay: Number.POSITIVE_INFINITY });
}
