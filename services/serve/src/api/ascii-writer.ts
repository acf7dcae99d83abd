/** Text of ASCII alone, put together as the bytes that go to a socket. */
export interface AsciiWriter {
  readonly text: (text: string) => void;
  readonly bytes: (bytes: Uint8Array) => void;
  readonly length: () => number;
  /** Takes back what was written from a place on. */
  readonly cut: (length: number) => void;
  readonly end: () => Uint8Array<ArrayBuffer>;
}

const [LEAST, MOST] = [16_384, 4_194_304];
/** Answers are much like the one before. */
let room = LEAST;

export const createAsciiWriter = (): AsciiWriter => {
  let buffer = Buffer.allocUnsafe(room);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + more));
    buffer.copy(grown, 0, 0, length);
    buffer = grown;
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
    length: () => length,
    cut: (to) => {
      length = to;
    },
    end: () => {
      room = Math.min(MOST, Math.max(LEAST, length + 1_024));
      return buffer.subarray(0, length);
    },
  };
};

/** JSON with all other characters escaped. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
