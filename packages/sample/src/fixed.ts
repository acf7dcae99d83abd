const threeDigits = Buffer.from(Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0')).join(''));

const digitsOf = (whole: number): number => {
  let digits = 1;
  for (let limit = 10; whole >= limit; limit *= 10) {
    digits += 1;
  }
  return digits;
};

/**
 * Writes `thousandths` / 1000 with three decimals as ASCII at `at`; returns where the next byte goes. A gigabyte of
 * numbers takes too long by way of strings.
 */
export const writeFixed = (buffer: Uint8Array, at: number, thousandths: number): number => {
  let next = at;
  let rest = thousandths;
  if (rest < 0) {
    buffer[next] = 45;
    next += 1;
    rest = -rest;
  }
  let whole = Math.floor(rest / 1000);
  const digits = digitsOf(whole);
  const decimals = 3 * (rest - whole * 1000);
  for (let place = next + digits - 1; place >= next; place -= 1) {
    const tenth = Math.floor(whole / 10);
    buffer[place] = 48 + whole - tenth * 10;
    whole = tenth;
  }
  next += digits;
  buffer[next] = 46;
  buffer[next + 1] = threeDigits[decimals] ?? 48;
  buffer[next + 2] = threeDigits[decimals + 1] ?? 48;
  buffer[next + 3] = threeDigits[decimals + 2] ?? 48;
  return next + 4;
};
