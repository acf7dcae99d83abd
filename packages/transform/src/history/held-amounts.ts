import type { AmountSpan } from '@wattline/features';
import type { RegisterSpan } from '../packed/packed-history.ts';
import type { HeldReadings } from './held-readings.ts';
import type { HistoryKit } from './kit.ts';
import { settleRegister } from './registers.ts';
import type { RegisterState } from './usual-steps.ts';

/** What readings that are held come to. */
export interface HeldAmounts {
  /** Of each value column; of registers without levels that are no readings. */
  readonly levels: readonly (readonly number[])[];
  readonly registers: readonly (readonly [name: string, span: RegisterSpan])[];
  /** Of each column of amounts, in their order. */
  readonly spans: readonly (readonly AmountSpan[])[];
}

/** @param states of each register of the spec, what its whole history shows */
export const amountsIn = (
  { registers: ofSpec, valueNames, amounts, amountTimes }: HistoryKit,
  states: readonly (RegisterState | undefined)[],
  { at, values }: Pick<HeldReadings, 'at' | 'values'>,
): HeldAmounts => {
  const registers = new Map(
    ofSpec.map(({ source, options }, i) => [
      source,
      settleRegister({ at, level: values[source] ?? [] }, options, states[i]),
    ]),
  );
  return {
    levels: values.map((column, i) => registers.get(i)?.level ?? column),
    registers: [...registers].map(([source, one]) => [
      valueNames[source] ?? '',
      {
        from: at[one.level.findIndex((level) => !Number.isNaN(level))] ?? Number.POSITIVE_INFINITY,
        until: one.settledUntil,
      },
    ]),
    spans: amounts.map(({ source, isCounted }) =>
      isCounted
        ? amountTimes.ofCounts(registers.get(source)?.counted ?? [])
        : amountTimes.ofReadings({ at, level: values[source] ?? [] }),
    ),
  };
};

const isSame = (a: AmountSpan | undefined, b: AmountSpan | undefined): boolean =>
  a !== undefined && b !== undefined && a.from === b.from && a.until === b.until && a.amount === b.amount;

/** Those of before and of now that are others than at the beginning and the end of both. */
export const changedSpans = (before: readonly AmountSpan[], now: readonly AmountSpan[]): AmountSpan[] => {
  let same = 0;
  while (same < before.length && isSame(before[same], now[same])) same += 1;
  let [end, endBefore] = [now.length, before.length];
  while (end > same && endBefore > same && isSame(before[endBefore - 1], now[end - 1])) {
    end -= 1;
    endBefore -= 1;
  }
  return [...before.slice(same, endBefore), ...now.slice(same, end)];
};
