export const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** Whether a file has these bytes at an offset. */
export const hasBytes = (head: Uint8Array, bytes: readonly number[], at = 0): boolean =>
  head.length >= at + bytes.length && bytes.every((byte, index) => head[at + index] === byte);
