import type { AmountSpan, Series } from '@wattline/features';
import {
  type PackedHistory,
  packedBytes,
  packedReadings,
  packedTable,
  packHistory,
  type RegisterSpan,
} from '../packed/packed-history.ts';
import type { Reading } from '../reading.ts';
import { type Awaited, awaitedAfter, awaitedBetween } from './awaited.ts';
import { amountsIn, changedSpans } from './held-amounts.ts';
import { createHeldReadings, type HeldReadings } from './held-readings.ts';
import { createIntervalColumns } from './interval-columns.ts';
import { type KeptSeries, keptSeries } from './kept-series.ts';
import type { HistoryKit } from './kit.ts';
import { openAfter } from './open-after.ts';
import type { RegisterState } from './usual-steps.ts';

/** Intervals of which readings may be on their way, from `from` on, before `until`; `nothing` is held of those within. */
export interface AwaitedIntervals {
  readonly from: number;
  readonly until: number;
  readonly nothing: { readonly from: number; readonly until: number };
}

/** What is held of one entity: its readings, and the numbers of its intervals. */
export interface EntityHistory {
  /** Takes readings, in any order. Gives how many lie before what is held, and were left out. */
  readonly add: (readings: readonly Reading[]) => number;
  /** Readings until then (ms) are there. Goes forward only; without it, the newest reading shows it. */
  readonly knowUntil: (at: number) => void;
  /**
   * Readings between the newest and one that comes (ms) may be on their way: what is made of that time is not complete
   * until they are here, or `knowUntil` says that none come.
   */
  readonly awaitUntil: (next: number) => void;
  readonly awaited: () => AwaitedIntervals | undefined;
  /** Works out the intervals that changed. Call it before `series` is read. */
  readonly settle: () => void;
  readonly series: Series;
  /** The same of intervals that have readings alone. */
  readonly kept: () => KeptSeries;
  /** The interval of the series' row 0. */
  readonly base: () => number;
  /** The first interval of which all readings are held; minus infinity where there are none before it. */
  readonly heldFrom: () => number;
  /** The same for numbers that are made of one column: what a register counts is known from its first reading on. */
  readonly heldFromOf: (source: string) => number;
  /** The first interval of which not all readings are known yet. */
  readonly openFrom: () => number;
  /** The same for numbers that are made of one column: what a register counts shows in its next reading. */
  readonly openFromOf: (source: string) => number;
  /** The newest reading, ms. */
  readonly newest: () => number | undefined;
  /** Forgets readings that no interval from this one on is made of. */
  readonly trim: (from: number) => void;
  readonly readings: () => number;
  /** About how much memory its numbers take. */
  readonly bytes: () => number;
  /** Another number once rows may be others. */
  readonly revision: () => number;
  /** The readings at an instant (ms) or later. */
  readonly readingsFrom: (at: number) => Reading[];
  /** All of it, to be held in less memory; the history itself stays as it is. Nothing is made where nothing changed. */
  readonly pack: () => PackedHistory;
}

const READINGS = 'readings of the interval';

/**
 * @param isWhole whether the entity has no readings before the first that is added
 * @param states of each register of the spec, what its whole history shows
 * @param packed what was held of it
 */
export const createEntityHistory = (
  kit: HistoryKit,
  {
    isWhole,
    states = [],
    packed,
  }: {
    readonly isWhole: boolean;
    readonly states?: readonly (RegisterState | undefined)[];
    readonly packed?: PackedHistory | undefined;
  },
): EntityHistory => {
  const { calendar, spec, cadenceMs } = kit;
  const tableNames = [...kit.aggregateNames, READINGS];
  const table = createIntervalColumns(
    tableNames,
    packed && packedTable(packed, kit.valueNames.length, tableNames.length),
  );
  const dirty = new Set<number>();
  let isChanged = packed !== undefined && packed.settled === undefined;
  let trimmedTo = packed?.trimmedTo;
  let openFrom = packed?.openFrom ?? Number.NEGATIVE_INFINITY;
  let settledFrom = packed?.settled?.from ?? Number.POSITIVE_INFINITY;
  let settledUntil = packed?.settled?.until ?? Number.NEGATIVE_INFINITY;
  let firstReached = packed?.firstReached ?? Number.POSITIVE_INFINITY;
  /** Of each register the first reading that is one, and the last of which that is certain; ms. */
  const registerSpans = new Map<string, RegisterSpan>(packed?.registerSpans);
  let levels: readonly (readonly number[])[] = [];
  let spans: readonly (readonly AmountSpan[])[] = kit.amounts.map(() => []);
  let kept: KeptSeries | undefined;
  /** Undefined once something changed. */
  let asPacked = packed;
  let awaited: Awaited | undefined = packed?.awaited;
  let revision = 0;

  /** Undefined while what is packed is all that is asked for. */
  let unpackedReadings: HeldReadings | undefined;
  const held = (): HeldReadings => {
    if (unpackedReadings !== undefined) return unpackedReadings;
    const opened = createHeldReadings(
      kit.valueNames.length,
      kit.wordNames.length,
      spec.emptyCells ?? 'keep',
      packed && packedReadings(packed, kit.valueNames.length),
    );
    unpackedReadings = opened;
    levels = opened.values;
    // What changes shows beside what they were.
    if (packed?.settled !== undefined) ({ levels, spans } = amountsIn(kit, states, opened));
    return opened;
  };
  const oldestReading = (): number | undefined =>
    unpackedReadings === undefined ? packed?.oldest : unpackedReadings.at[0];
  const newestReading = (): number | undefined =>
    unpackedReadings === undefined ? packed?.newest : unpackedReadings.at.at(-1);

  const firstWholeFrom = (at: number): number => {
    const index = calendar.indexOf(at);
    return calendar.startOf(index) === at ? index : index + 1;
  };
  const heldFrom = (): number => {
    if (trimmedTo !== undefined) return trimmedTo;
    const first = oldestReading();
    if (isWhole || first === undefined) return Number.NEGATIVE_INFINITY;
    return firstWholeFrom(first);
  };
  const settleAmounts = (): void => {
    const { at } = held();
    const { levels: settled, registers, spans: next } = amountsIn(kit, states, held());
    for (const { source } of kit.registers) {
      const [now, before] = [settled[source] ?? [], levels[source] ?? []];
      // A reading that turned out to be none counts no more in its interval.
      for (const [i, level] of now.entries())
        if (!Object.is(level, before[i])) dirty.add(calendar.indexOf(at[i] ?? 0));
    }
    for (const [name, span] of registers) registerSpans.set(name, span);
    levels = settled;
    for (const [i, now] of next.entries()) {
      for (const { from, until } of changedSpans(spans[i] ?? [], now)) {
        const last = calendar.indexOf(until - 1);
        for (let index = calendar.indexOf(from); index <= last; index += 1) dirty.add(index);
      }
      for (const { from } of now.slice(0, 1)) firstReached = Math.min(firstReached, calendar.indexOf(from));
    }
    spans = next;
  };
  const makeInterval = (index: number): void => {
    const { readings, reaching } = kit.readInterval({
      start: calendar.startOf(index),
      end: calendar.startOf(index + 1),
      held: held(),
      levels,
      spans,
    });
    let place = 0;
    for (const { areWhole, of } of kit.aggregates) {
      const values = of(readings);
      for (let i = 0; i < areWhole.length; i += 1) {
        const value = values[i] ?? Number.NaN;
        table.set(place, index, areWhole[i] === true ? value + 0 : value);
        place += 1;
      }
    }
    const count = kit.isFinerThanReadings ? Math.max(readings.count, reaching) : readings.count;
    table.set(place, index, count);
  };
  /** By the spec, else as the newest two came. */
  const stepMs = (newest: number): number => cadenceMs ?? newest - (held().at.at(-2) ?? newest - kit.usualMs);
  const rowSeries = {
    first: packed?.settled === undefined ? 0 : Math.max(packed.settled.from, heldFrom()) - table.base(),
    localOf: (row: number) => calendar.localOf(row + table.base()),
    rowAt: (local: number) => {
      const index = calendar.indexOfLocal(local);
      return index === undefined ? undefined : index - table.base();
    },
    expectedOf: (row: number) => calendar.expectedOf(row + table.base()),
    // No getter: V8 keeps its closure, and so the history, in old space until that is collected as a whole.
    readings: table.columns[READINGS] ?? new Float64Array(0),
    columns: table.columns,
  };
  const settle = (): void => {
    const oldest = oldestReading();
    if (oldest === undefined || (!isChanged && openFrom === settledUntil)) return;
    kept = undefined;
    asPacked = undefined;
    firstReached = Math.min(firstReached, calendar.indexOf(oldest));
    if (isChanged && kit.amounts.length + kit.registers.length > 0) settleAmounts();
    const from = Math.max(firstReached, trimmedTo ?? Number.NEGATIVE_INFINITY);
    table.reserve(from, openFrom, from);
    rowSeries.readings = table.columns[READINGS] ?? rowSeries.readings;
    rowSeries.first = Math.max(from, heldFrom()) - table.base();
    for (const index of dirty) if (index >= from && index < settledUntil) makeInterval(index);
    const start = from < settledFrom ? from : Math.max(from, settledUntil);
    for (let index = start; index < openFrom; index += 1) makeInterval(index);
    dirty.clear();
    settledFrom = from;
    settledUntil = openFrom;
    isChanged = false;
  };
  return {
    add: (readings) => {
      const least = trimmedTo === undefined ? Number.NEGATIVE_INFINITY : calendar.startOf(trimmedTo);
      const own = held();
      asPacked = undefined;
      let left = 0;
      revision += 1;
      for (const reading of readings) {
        if (reading.at < least) {
          left += 1;
          continue;
        }
        own.add(reading);
        isChanged = true;
        // Later ones are worked out in any case.
        if (settledUntil === Number.NEGATIVE_INFINITY) continue;
        const index = calendar.indexOf(reading.at);
        if (index < settledUntil) dirty.add(index);
      }
      const newest = newestReading();
      if (newest !== undefined) openFrom = Math.max(openFrom, openAfter(kit, newest));
      if (awaited !== undefined) awaited = awaitedAfter(awaited, own.at.slice(own.placeOf(awaited.from)));
      return left;
    },
    awaitUntil: (next) => {
      const newest = newestReading();
      if (newest === undefined || awaited !== undefined) return;
      awaited = awaitedBetween(newest, next, stepMs(newest));
      revision += 1;
      if (awaited !== undefined) asPacked = undefined;
    },
    awaited: () =>
      awaited && {
        from: calendar.indexOf(awaited.from),
        until: calendar.indexOf(awaited.until - 1) + 1,
        nothing: { from: firstWholeFrom(awaited.from), until: calendar.indexOf(awaited.until) },
      },
    knowUntil: (at) => {
      revision += 1;
      if (awaited !== undefined && at >= awaited.until) {
        awaited = undefined;
        asPacked = undefined;
      }
      const index = calendar.indexOf(at);
      if (index <= openFrom) return;
      openFrom = index;
      asPacked = undefined;
    },
    settle,
    series: rowSeries,
    kept: () => {
      kept ??= keptSeries(calendar, table, {
        names: kit.aggregateNames,
        count: READINGS,
        from: table.base() + rowSeries.first,
        until: openFrom,
      });
      return kept;
    },
    base: table.base,
    heldFrom,
    heldFromOf: (source) => {
      const from = registerSpans.get(source)?.from;
      if (isWhole || from === undefined) return heldFrom();
      return from === Number.POSITIVE_INFINITY
        ? from
        : Math.max(heldFrom(), firstWholeFrom(kit.amountTimes.instant(from)));
    },
    openFrom: () => openFrom,
    openFromOf: (source) => {
      const end = registerSpans.get(source)?.until;
      if (end === undefined) return openFrom;
      return end === Number.NEGATIVE_INFINITY
        ? end
        : Math.min(openFrom, calendar.indexOf(kit.amountTimes.instant(end)));
    },
    newest: newestReading,
    trim: (from) => {
      if (from <= (trimmedTo ?? firstReached)) return;
      const own = held();
      const start = own.placeOf(calendar.startOf(from));
      // What a register counts in the first interval is since its reading before.
      const before = kit.registers.map(({ source }) => {
        const column = levels[source] ?? [];
        let place = start - 1;
        while (place > 0 && Number.isNaN(column[place])) place -= 1;
        return Math.max(0, place - 1);
      });
      // What amounts of readings before it reach into it.
      const reaching = kit.amounts.flatMap(({ isCounted }, i) => {
        const span = isCounted ? undefined : spans[i]?.find(({ until }) => until > calendar.startOf(from));
        return span === undefined ? [] : [own.placeOf(span.from)];
      });
      const drop = Math.min(start, ...before, ...reaching);
      own.drop(drop);
      trimmedTo = from;
      revision += 1;
      isChanged = true;
      asPacked = undefined;
    },
    readings: () => unpackedReadings?.at.length ?? packed?.readings ?? 0,
    bytes: () => {
      const cells = tableNames.reduce((sum, name) => sum + (table.columns[name]?.byteLength ?? 0), 0);
      if (unpackedReadings === undefined) return cells + (packed === undefined ? 0 : packedBytes(packed));
      const { at, values, words } = unpackedReadings;
      return cells + at.length * (1 + values.length + words.length) * 8;
    },
    revision: () => revision,
    readingsFrom: (at) => held().from(at),
    pack: () => {
      if (asPacked !== undefined) return asPacked;
      if (settledUntil > Number.NEGATIVE_INFINITY) settle();
      const isSettled = settledUntil > Number.NEGATIVE_INFINITY;
      const [first, last] = [settledFrom - table.base(), settledUntil - table.base()];
      const cells = isSettled
        ? tableNames.map((name) => table.columns[name]?.subarray(first, last) ?? new Float64Array(0))
        : [];
      asPacked = packHistory(held(), cells, {
        isWhole,
        trimmedTo,
        openFrom,
        firstReached,
        settled: isSettled ? { from: settledFrom, until: settledUntil } : undefined,
        registerSpans: [...registerSpans],
        awaited,
      });
      return asPacked;
    },
  };
};
