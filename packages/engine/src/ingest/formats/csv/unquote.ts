/** What parts fields in the output: a control character that text does not hold. */
export const PLAIN_SEPARATOR = 0x1f;
/** Replaces a line end within a quoted field. */
export const PLAIN_BREAK = 0x1e;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;

export interface Unquoted {
  /** Whole records: no quotes, fields parted by PLAIN_SEPARATOR, one record a line. */
  readonly plain: Buffer;
  /** Bytes of the input that these records are. */
  readonly consumed: number;
  /** Line ends within quoted fields. */
  readonly breaks: number;
  /** The offset of a quote that is open at the end of the input, or where the record is too long. */
  readonly open: number | undefined;
  /** The offset of a record that is too long. */
  readonly endless: number | undefined;
}

/** A record longer than this is no record, wherever it stands. */
export const MAX_RECORD = 4 * 2 ** 20;

/**
 * Takes the quotes out of CSV, byte by byte, so that what follows sees plain lines. A quote counts at the start
 * of a field alone. A CR goes with the LF behind it, and is like a blank elsewhere. `last` says that no input follows, so
 * that a last record needs no line end.
 */
export const unquote = (input: Buffer, separator: number, last: boolean): Unquoted => {
  const plain = Buffer.allocUnsafe(input.length);
  let to = 0;
  let consumed = 0;
  let produced = 0;
  let breaks = 0;
  let breaksConsumed = 0;
  let fieldStart = true;
  let at = 0;
  let limit = MAX_RECORD;
  const length = input.length;
  const stopped = (open: number | undefined): Unquoted => ({
    plain: plain.subarray(0, produced),
    consumed,
    breaks: breaksConsumed,
    open,
    endless: at < length && at >= limit ? consumed : undefined,
  });
  while (at < length) {
    const byte = input[at];
    if (at >= limit && byte !== LF) return stopped(undefined);
    if (byte === QUOTE && fieldStart) {
      const opened = at;
      at += 1;
      let closed = false;
      while (at < length && at < limit) {
        const inner = input[at];
        if (inner === QUOTE) {
          if (input[at + 1] === QUOTE) {
            plain[to] = QUOTE;
            to += 1;
            at += 2;
            continue;
          }
          closed = at + 1 < length || last;
          at += 1;
          break;
        }
        if (inner === LF) {
          breaks += 1;
        }
        if (inner !== CR || input[at + 1] !== LF) {
          plain[to] = inner === LF ? PLAIN_BREAK : (inner ?? 0);
          to += 1;
        }
        at += 1;
      }
      if (!closed) return stopped(opened);
      fieldStart = false;
      continue;
    }
    if (byte === separator) {
      plain[to] = PLAIN_SEPARATOR;
      to += 1;
      fieldStart = true;
    } else if (byte === LF) {
      plain[to] = LF;
      to += 1;
      fieldStart = true;
      consumed = at + 1;
      limit = consumed + MAX_RECORD;
      produced = to;
      breaksConsumed = breaks;
    } else if (byte !== CR || input[at + 1] !== LF) {
      plain[to] = byte ?? 0;
      to += 1;
      // Blanks before an opening quote are not part of the field.
      fieldStart = fieldStart && (byte === SPACE || byte === CR);
    }
    at += 1;
  }
  if (!last) return stopped(undefined);
  return { plain: plain.subarray(0, to), consumed: length, breaks, open: undefined, endless: undefined };
};
