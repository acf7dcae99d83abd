import type { AmountSpan, Readings, Value } from '@wattline/features';
import { amountsWithin } from './amounts-within.ts';
import type { HeldReadings } from './held-readings.ts';

/** The readings that numbers of an interval are made of. */
interface ReadingsWithin {
  readonly start: number;
  readonly end: number;
  readonly held: Pick<HeldReadings, 'placeOf' | 'words'>;
  /** Of each value column; of registers without levels that are no readings. */
  readonly levels: readonly (readonly number[])[];
  /** Of each column of amounts. */
  readonly spans: readonly (readonly AmountSpan[])[];
}

/** Reads those of one interval; the next time, they are those of another. */
export type IntervalReader = (of: ReadingsWithin) => {
  readonly readings: Readings;
  /** Amounts of how many readings reach into it, at most. */
  readonly reaching: number;
};

/** For all histories: new lists for each interval would be most of what a row leaves for the garbage collector. */
export const createIntervalReader = (of: {
  readonly valueNames: readonly string[];
  readonly wordNames: readonly string[];
  readonly amountNames: readonly string[];
}): IntervalReader => {
  const lists = of.valueNames.map((): Value[] => []);
  const texts = of.wordNames.map((): (string | null)[] => []);
  const amounts: Record<string, readonly Value[]> = {};
  const readings = {
    count: 0,
    values: Object.fromEntries(of.valueNames.map((name, i) => [name, lists[i] ?? []])),
    words: Object.fromEntries(of.wordNames.map((name, i) => [name, texts[i] ?? []])),
    amounts,
  };
  return ({ start, end, held, levels, spans }) => {
    const [from, until] = [held.placeOf(start), held.placeOf(end)];
    readings.count = until - from;
    for (let i = 0; i < lists.length; i += 1) {
      const [list, column] = [lists[i] ?? [], levels[i] ?? []];
      list.length = until - from;
      for (let place = from; place < until; place += 1) {
        const cell = column[place] ?? Number.NaN;
        list[place - from] = Number.isNaN(cell) ? null : cell;
      }
    }
    for (let i = 0; i < texts.length; i += 1) {
      const [list, column] = [texts[i] ?? [], held.words[i] ?? []];
      list.length = until - from;
      for (let place = from; place < until; place += 1) list[place - from] = column[place] ?? null;
    }
    let reaching = 0;
    for (let i = 0; i < of.amountNames.length; i += 1) {
      const within = amountsWithin(spans[i] ?? [], start, end);
      amounts[of.amountNames[i] ?? ''] = within;
      reaching = Math.max(reaching, within.length);
    }
    return { readings, reaching };
  };
};
