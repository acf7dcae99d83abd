/** CR-only line ends become LF, in place. */
export async function* withLineFeeds(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    for (let at = block.indexOf(0x0d); at !== -1; at = block.indexOf(0x0d, at + 1)) {
      block[at] = 0x0a;
    }
    yield block;
  }
}
