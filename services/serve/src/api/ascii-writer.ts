/** Text of ASCII alone, put together as the bytes that go to a socket. */
export interface AsciiWriter {
  readonly text: (text: string) => void;
  readonly bytes: (bytes: Uint8Array) => void;
  /** Lets `fill` write at most so many bytes from a place on; it gives where they end. */
  readonly fill: (most: number, fill: (bytes: Uint8Array, from: number) => number) => void;
  readonly length: () => number;
  /** Takes back what was written from a place on. */
  readonly cut: (length: number) => void;
  /** All of it: it cannot be written to any more. */
  readonly end: () => string | Uint8Array<ArrayBuffer>;
}

const ROOM = 131_072;
/** Memory outside the heap is dear to come by, and is used again. */
const idle: Buffer<ArrayBuffer>[] = [];
const MOST_IDLE = 64;

const takeRoom = (): Buffer<ArrayBuffer> => idle.pop() ?? Buffer.allocUnsafeSlow(ROOM);

const giveBack = (buffer: Buffer<ArrayBuffer>): void => {
  if (buffer.length === ROOM && idle.length < MOST_IDLE) idle.push(buffer);
};

export const createAsciiWriter = (): AsciiWriter => {
  /** Those that are full, and how much is in them. */
  let full: { readonly buffer: Buffer<ArrayBuffer>; readonly length: number }[] = [];
  let before = 0;
  let buffer = takeRoom();
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    full.push({ buffer, length });
    before += length;
    buffer = more <= ROOM ? takeRoom() : Buffer.allocUnsafeSlow(more);
    length = 0;
  };
  return {
    text: (text) => {
      reserve(text.length);
      length += buffer.write(text, length, 'latin1');
    },
    bytes: (bytes) => {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    fill: (most, fill) => {
      reserve(most);
      length = fill(buffer, length);
    },
    length: () => before + length,
    cut: (to) => {
      for (let last = full.at(-1); last !== undefined && before > to; last = full.at(-1)) {
        giveBack(buffer);
        full.pop();
        ({ buffer, length } = last);
        before -= length;
      }
      length = to - before;
    },
    end: () => {
      const parts = [...full, { buffer, length }];
      full = [];
      const all =
        parts.length === 1
          ? buffer.toString('latin1', 0, length)
          : Buffer.concat(parts.map((one) => one.buffer.subarray(0, one.length)));
      for (const part of parts) giveBack(part.buffer);
      return all;
    },
  };
};

/** JSON with all other characters escaped. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
