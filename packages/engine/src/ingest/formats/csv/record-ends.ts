const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;

/** The state of the scanner at a byte: `closing` is a quote within quotes, which ends them unless another one follows. */
type Place = 'field start' | 'field' | 'quotes' | 'closing';

/** Looks through a text for the ends of its records, with quotes as `unquote` takes them. */
export interface RecordEnds {
  /** Goes past a block whose ends nobody asks for. */
  readonly past: (block: Uint8Array) => void;
  /** Offsets behind the line ends of a block that end a record. Blocks come one after the other. */
  readonly in: (block: Uint8Array) => number[];
}

const plainEnds = (block: Uint8Array): number[] => {
  const ends: number[] = [];
  for (let at = block.indexOf(LF); at !== -1; at = block.indexOf(LF, at + 1)) {
    ends.push(at + 1);
  }
  return ends;
};

/** `separator` undefined: no quotes enclose fields, so that each line is a record. */
export const createRecordEnds = (separator: number | undefined): RecordEnds => {
  let place: Place = 'field start';
  const step = (byte: number): Place => {
    if (place === 'quotes') return byte === QUOTE ? 'closing' : 'quotes';
    if (place === 'closing' && byte === QUOTE) return 'quotes';
    if (byte === LF || byte === separator) return 'field start';
    if (place === 'field start') {
      if (byte === QUOTE) return 'quotes';
      return byte === CR || byte === SPACE ? 'field start' : 'field';
    }
    return 'field';
  };
  /** The place behind a block without quotes. */
  const behind = (block: Uint8Array): Place => {
    for (let at = block.length - 1; at >= 0; at -= 1) {
      const byte = block[at];
      if (byte === LF || byte === separator) return 'field start';
      if (byte !== CR && byte !== SPACE) return 'field';
    }
    return place === 'field start' ? 'field start' : 'field';
  };
  return {
    past: (block) => {
      if (separator === undefined) return;
      if (place !== 'quotes' && !block.includes(QUOTE)) {
        place = behind(block);
        return;
      }
      for (const byte of block) place = step(byte);
    },
    in: (block) => {
      if (separator === undefined) return plainEnds(block);
      if (place !== 'quotes' && !block.includes(QUOTE)) {
        place = behind(block);
        return plainEnds(block);
      }
      const ends: number[] = [];
      for (const [at, byte] of block.entries()) {
        const isWithin = place === 'quotes';
        place = step(byte);
        if (byte === LF && !isWithin) ends.push(at + 1);
      }
      return ends;
    },
  };
};
