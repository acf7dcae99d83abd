import type { Chunk } from './chunks.ts';

/** Where each column of the first header stands in another one; undefined where that is no header of these columns. */
export const orderOf = (header: readonly string[], cells: readonly string[]): number[] | undefined => {
  const trimmed = cells.map((cell) => cell.trim());
  const order = header.map((name) => trimmed.indexOf(name));
  return order.every((index) => index !== -1) ? order : undefined;
};

/**
 * Puts the fields of chunks, one after the other, into the order of the first header: a file may have further headers
 * with the same columns in another order. Lines that are headers become blank.
 */
export const createReorder = (header: readonly string[]): ((chunk: Chunk) => Chunk) => {
  let order: readonly number[] = header.map((_, index) => index);
  const [first = ''] = header;
  return (chunk) => {
    const lines = chunk.bytes
      .toString()
      .split('\n')
      .map((line) => {
        const cells = line.split(chunk.separator);
        const other = line.includes(first) ? orderOf(header, cells) : undefined;
        if (other !== undefined) {
          order = other;
          return '';
        }
        return cells.length < header.length
          ? line
          : order.map((index) => cells[index] ?? '').join(chunk.separator);
      });
    return { ...chunk, bytes: Buffer.from(lines.join('\n')) };
  };
};
