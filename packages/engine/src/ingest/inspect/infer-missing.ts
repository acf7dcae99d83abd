import type { SampleColumn } from './columns.ts';

/** What stands in a column of numbers where there is no reading. */
export interface FoundMissing {
  readonly markers: readonly string[];
  readonly warnings: readonly string[];
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Numbers that loggers write for no reading. */
const isSentinel = (number: number): boolean =>
  /^-?9{2,}(?:\.9*0*)?$|^-9$|^-?(?:200|1000|9990|8888|7777|32768|32767)$/.test(String(number));

/** A sentinel that lies far outside of all other readings, and recurs. */
const sentinelsIn = (numbers: readonly number[]): { number: number; count: number }[] => {
  const tally = new Map<number, number>();
  for (const number of numbers) {
    if (isSentinel(number)) tally.set(number, (tally.get(number) ?? 0) + 1);
  }
  return [...tally].flatMap(([number, count]) => {
    const others = numbers.filter((other) => !tally.has(other)).sort((a, b) => a - b);
    if (others.length < 5) return [];
    const [low, high] = [quantile(others, 0), quantile(others, 1)];
    const spread = Math.max(high - low, Math.abs(high) * 0.1, 1e-9);
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
