const [PLUS, MINUS, POINT, ZERO] = [0x2b, 0x2d, 0x2e, 0x30];
/** Whole numbers of so many digits, and powers of ten, are held exactly: dividing them rounds as reading digits does. */
const MOST_DIGITS = 15;
const powers = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Reads digits with a sign and a point at most, as most cells are; undefined for any other text, number or not. */
export const plainDecimal = (text: string): number | undefined => {
  const sign = text.charCodeAt(0);
  const first = sign === MINUS || sign === PLUS ? 1 : 0;
  let [digits, count, point] = [0, 0, -1];
  for (let i = first; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      count += 1;
    } else if (code === POINT && point < 0) point = i;
    else return undefined;
  }
  if (count === 0 || count > MOST_DIGITS) return undefined;
  const number = point < 0 ? digits : digits / (powers[text.length - 1 - point] ?? 1);
  return sign === MINUS ? -number : number;
};
