import { isDressed } from '../read/dressed.ts';
import { MOST_WORDS, type SampleColumn } from './columns.ts';

/** What a column of numbers has where there is no reading. */
export interface FoundMissing {
  readonly markers: readonly string[];
  readonly warnings: readonly string[];
}

/** Numbers that loggers write for no reading. */
const isSentinel = (number: number): boolean =>
  Math.abs(number) >= 1e19 ||
  /^-?9{2,}(?:\.9*0*)?$|^-?9{3,}0+$|^-9$|^-?(?:200|1000|[1-8]999|9990|8888|7777|32768|32767|65535|2147483647|2147483648|4294967295)$/.test(
    String(number),
  );

const MOST_SENTINELS = 3;

/** So many different words in one cell each are bad cells: what means "no reading" recurs. */
const SINGLE_WORDS = 3;

/** Sentinels that lie far outside of all other readings, and recur. */
const sentinelsIn = (numbers: readonly number[]): { number: number; count: number }[] => {
  const sorted = Float64Array.from(numbers).sort();
  const sentinels: number[] = [];
  let [from, to] = [0, sorted.length - 1];
  while (from < to && sentinels.length < MOST_SENTINELS) {
    const [low = 0, high = 0] = [sorted[from], sorted[to]];
    const end = [low, high].find(isSentinel);
    if (end === undefined) break;
    sentinels.push(end);
    while (from <= to && sorted[from] === end) from += 1;
    while (to >= from && sorted[to] === end) to -= 1;
  }
  if (to - from < 4) return [];
  const [low = 0, high = 0] = [sorted[from], sorted[to]];
  const spread = Math.max(high - low, Math.abs(high) * 0.1, 1e-9);
  return sentinels.flatMap((number) => {
    const count = numbers.filter((other) => other === number).length;
    const away = number < low ? low - number : number - high;
    // Below zero, where nothing else is, it need not be as far.
    const isNines = /^-9{2,4}$/.test(String(number));
    const isFar = away > spread * 3 || (number <= -99 && low >= 0 && (count > 1 || isNines));
    return isFar && (count > 1 || number < 0) ? [{ number, count }] : [];
  });
};

/** One number that recurs far outside of all others: it may mean that there is no reading, but nothing shows it. */
const strangeIn = (numbers: readonly number[]): { number: number; count: number } | undefined => {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  if (distinct.length < 6) return undefined;
  for (const [number, next, far] of [
    [distinct[0], distinct[1], distinct.at(-1)],
    [distinct.at(-1), distinct.at(-2), distinct[0]],
  ]) {
    if (number === undefined || next === undefined || far === undefined || number === 0) continue;
    const count = numbers.filter((other) => other === number).length;
    if (count > 1 && Math.abs(number - next) > Math.abs(far - next) * 3) return { number, count };
  }
  return undefined;
};

/** Words and numbers that mean, by all that the sample shows, that there is no reading. */
export const missingIn = (column: SampleColumn): FoundMissing => {
  // A number with a mark beside it is a reading: what it means is for the spec to say.
  const words = [...column.wordCounts].filter(
    ([word]) => !/^[+-]?(?:inf|infinity)$/i.test(word) && !isDressed(word),
  );
  const rows = column.cells.length;
  const singles = words.filter(([, count]) => count === 1);
  const recurring = singles.length < SINGLE_WORDS ? words : words.filter(([, count]) => count > 1);
  const few = words.length <= MOST_WORDS ? recurring : [];
  const numbers = column.cells.flatMap((cell) => column.found.parse(cell) ?? []);
  const sentinels = sentinelsIn(numbers);
  const strange = strangeIn(numbers.filter((one) => !sentinels.some(({ number }) => number === one)));
  return {
    markers: [...few.map(([word]) => word), ...sentinels.map(({ number }) => String(number))],
    warnings: [
      ...few.map(
        ([word, count]) =>
          `"${word.slice(0, 40)}" is in ${count} of ${rows} sampled cells among numbers and was read as no reading; set values.${column.name}.missing to be sure`,
      ),
      ...sentinels.map(
        ({ number, count }) =>
          `${number} is in ${count} of ${rows} sampled cells, far from all other readings, and was read as no reading; set values.${column.name}.missing to be sure`,
      ),
      ...(strange === undefined
        ? []
        : [
            `${strange.number} is in ${strange.count} of ${rows} sampled cells, far from all other readings; if it means no reading, write it into values.${column.name}.missing`,
          ]),
    ],
  };
};
