/** Millionths: what files have seldom has more digits. */
const UNIT = 1e6;
/** Below it, millionths have 15 digits at most: two decimals of so few are never one number. */
const MOST = 1e9;
const [ZERO, POINT] = [0x30, 0x2e];

/** `000` to `999`, and how many digits of each are left without zeros at the end. */
const threes = new Uint8Array(4_000);
for (let i = 0; i < 1_000; i += 1) {
  const text = String(i).padStart(3, '0');
  for (let digit = 0; digit < 3; digit += 1) threes[4 * i + digit] = text.charCodeAt(digit);
  threes[4 * i + 3] = text.replace(/0+$/, '').length;
}

/**
 * A number of at most six decimals as whole millionths; -1 for others. Division rounds to the nearest number, as reading
 * digits does: what gives back the number are its digits, and with 15 of them no fewer are.
 */
export const millionthsOf = (number: number): number => {
  const millionths = Math.round(number * UNIT);
  return number >= 0 && number < MOST && millionths / UNIT === number ? millionths : -1;
};

/** Writes the digits of a whole number below 1,000 without zeros at the beginning; gives where they end. */
const writeFew = (bytes: Uint8Array, from: number, few: number): number => {
  let at = from;
  const place = 4 * few;
  if (few >= 100) {
    bytes[at] = threes[place] ?? ZERO;
    at += 1;
  }
  if (few >= 10) {
    bytes[at] = threes[place + 1] ?? ZERO;
    at += 1;
  }
  bytes[at] = threes[place + 2] ?? ZERO;
  return at + 1;
};

/** Writes three digits, or those of them that are no zeros at the end. */
const writeThree = (bytes: Uint8Array, at: number, three: number, isLast: boolean): number => {
  const place = 4 * three;
  bytes[at] = threes[place] ?? ZERO;
  bytes[at + 1] = threes[place + 1] ?? ZERO;
  bytes[at + 2] = threes[place + 2] ?? ZERO;
  return at + (isLast ? (threes[place + 3] ?? 0) : 3);
};

/** Writes millionths as JSON has the number; gives where it ends. It may write over two bytes after that. */
export const writeMillionths = (bytes: Uint8Array, from: number, millionths: number): number => {
  const whole = Math.floor(millionths / UNIT) | 0;
  const rest = (millionths - whole * UNIT) | 0;
  const [millions, thousands, ones] = [(whole / 1e6) | 0, ((whole / 1e3) | 0) % 1_000, whole % 1_000];
  let at = from;
  if (whole < 1e3) at = writeFew(bytes, at, ones);
  else {
    if (whole < 1e6) at = writeFew(bytes, at, thousands);
    else at = writeThree(bytes, writeFew(bytes, at, millions), thousands, false);
    at = writeThree(bytes, at, ones, false);
  }
  if (rest === 0) return at;
  bytes[at] = POINT;
  const [high, low] = [(rest / 1e3) | 0, rest % 1_000];
  at = writeThree(bytes, at + 1, high, low === 0);
  return low === 0 ? at : writeThree(bytes, at, low, true);
};
