import type { SampleColumn } from './columns.ts';

/** What stands in a column of numbers where there is no reading. */
export interface FoundMissing {
  readonly markers: readonly string[];
  readonly warnings: readonly string[];
}

/** Numbers that loggers write for no reading. */
const isSentinel = (number: number): boolean =>
  /^-?9{2,}(?:\.9*0*)?$|^-9$|^-?(?:200|1000|9990|8888|7777|32768|32767)$/.test(String(number));

const MOST_SENTINELS = 3;

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
    const isFar = away > spread * 3 || (number <= -99 && low >= 0 && count > 1);
    return isFar && (count > 1 || number < 0) ? [{ number, count }] : [];
  });
};

/** Words and numbers that mean, by all that the sample shows, that there is no reading. */
export const missingIn = (column: SampleColumn): FoundMissing => {
  const words = [...column.strangers].filter(([word]) => !/^[+-]?(?:inf|infinity)$/i.test(word));
  const rows = column.cells.length;
  const few = words.length <= 5 ? words : [];
  const numbers = column.cells.flatMap((cell) => column.found.parse(cell) ?? []);
  const sentinels = sentinelsIn(numbers);
  return {
    markers: [...few.map(([word]) => word), ...sentinels.map(({ number }) => String(number))],
    warnings: [
      ...few.map(
        ([word, count]) =>
          `"${word.slice(0, 40)}" stands in ${count} of ${rows} sampled cells among numbers and was read as no reading; set values.${column.name}.missing to be sure`,
      ),
      ...sentinels.map(
        ({ number, count }) =>
          `${number} stands in ${count} of ${rows} sampled cells, far from all other readings, and was read as no reading; set values.${column.name}.missing to be sure`,
      ),
    ],
  };
};
