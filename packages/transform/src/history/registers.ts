import {
  type AmountSpan,
  DECLARED_TURN,
  durationMs,
  LOW,
  NEAR_ZERO,
  registerTurns,
} from '@wattline/features';
import { hasUsual, isJump, isPlausible, isUsualRise, type RegisterState, stateOf } from './usual-steps.ts';

/** What a spec says of a register. */
export interface RegisterOptions {
  readonly rollsOverAt?: number | undefined;
  readonly onReset?: 'from-zero' | 'unknown' | undefined;
  readonly onExchange?: 'unknown' | 'nothing' | undefined;
  readonly mostPerHour?: number | undefined;
  readonly bridge?: string | undefined;
}

/** A register's readings, in the order of time; NaN where it has none. */
export interface Levels {
  readonly at: readonly number[];
  readonly level: readonly number[];
}

/** A register, settled. */
export interface SettledRegister {
  /** Its levels without those that are no readings. */
  readonly level: readonly number[];
  /** What it counted between two readings; null where that is unknown. */
  readonly counted: readonly AmountSpan[];
  /** What it counted later is not settled: the next reading shows it, ms. */
  readonly settledUntil: number;
}

/** Readings that there are. */
interface Given {
  readonly at: number[];
  readonly level: number[];
  /** Their places among all. */
  readonly place: number[];
}

const without = ({ at, level, place }: Given, isApart: (i: number) => boolean): Given => {
  const kept = [...place.keys()].filter((i) => !isApart(i));
  return kept.length === place.length
    ? { at, level, place }
    : {
        at: kept.map((i) => at[i] ?? 0),
        level: kept.map((i) => level[i] ?? 0),
        place: kept.map((i) => place[i] ?? 0),
      };
};

/** Zeros between two like readings: no register falls to 0 and returns to where it was. */
const withoutZeros = (given: Given): Given => {
  const { level } = given;
  if (!level.includes(0)) return given;
  const after = new Array<number>(level.length);
  let next = Number.NaN;
  for (let i = level.length - 1; i >= 0; i -= 1) {
    after[i] = next;
    if (level[i] !== 0) next = level[i] ?? Number.NaN;
  }
  let before = Number.NaN;
  const apart = level.map((one, i) => {
    if (one !== 0) before = one;
    return one === 0 && before > 0 && (after[i] ?? Number.NaN) >= before;
  });
  return without(given, (i) => apart[i] === true);
};

const neighbours = ({ level }: Given, i: number): [before: number, after: number] => [
  level[i - 1] ?? Number.NaN,
  level[i + 1] ?? Number.NaN,
];

/** A reading below the one before, which the next is not. */
const withoutDips = (given: Given): Given =>
  without(given, (i) => {
    const [before, after] = neighbours(given, i);
    return (given.level[i] ?? 0) < before && after >= before;
  });

/** A reading far above the one before, to which the next is near. */
const withoutSpikes = (given: Given, state: RegisterState, mostPerHour: number | undefined): Given =>
  without(given, (i) => {
    const [before, after] = neighbours(given, i);
    const [level, at] = [given.level[i] ?? 0, given.at[i] ?? 0];
    if (!(level > after && after >= before)) return false;
    const [since, whole] = [at - (given.at[i - 1] ?? 0), (given.at[i + 1] ?? 0) - (given.at[i - 1] ?? 0)];
    return (
      isJump(state, level - before, since, mostPerHour) && !isJump(state, after - before, whole, mostPerHour)
    );
  });

/** Where a fall is a turn: what the register counted through it; undefined where it is none. */
const throughTurn = (
  state: RegisterState,
  { rollsOverAt }: RegisterOptions,
  { before, level, time }: { readonly before: number; readonly level: number; readonly time: number },
): number | undefined => {
  if (rollsOverAt === undefined) {
    const turn = registerTurns.find(
      (one) => state.highest < one && isPlausible(state, level + one - before, time),
    );
    return turn === undefined ? undefined : level + turn - before;
  }
  const isTurn =
    before < rollsOverAt &&
    (hasUsual(state)
      ? isPlausible(state, level + rollsOverAt - before, time, DECLARED_TURN)
      : before >= rollsOverAt * 0.9 && level <= rollsOverAt * 0.1);
  return isTurn ? level + rollsOverAt - before : undefined;
};

/** What a register counted from one reading to the next; null where it is unknown. */
const countedIn = (
  state: RegisterState,
  options: RegisterOptions,
  step: { readonly before: number; readonly level: number; readonly time: number },
): number | null => {
  const { onReset = 'from-zero', onExchange = 'unknown', mostPerHour, bridge } = options;
  const { before, level, time } = step;
  const exchanged = onExchange === 'nothing' ? 0 : null;
  if (bridge !== undefined && time > durationMs(bridge)) return null;
  const rise = level - before;
  if (level >= before) return isJump(state, rise, time, mostPerHour) ? exchanged : rise;
  const turned = throughTurn(state, options, step);
  if (turned !== undefined) return turned;
  const isReset =
    level >= 0 &&
    (level <= before * NEAR_ZERO ||
      isUsualRise(state, level) ||
      (level <= before * LOW && isPlausible(state, level, time)));
  return isReset ? (onReset === 'from-zero' ? level : null) : exchanged;
};

/** The last reading that is one whatever comes next: what falls to 0, falls, or jumps may turn out to be none. */
const firstOpen = ({ at, level }: Given, state: RegisterState, { mostPerHour }: RegisterOptions): number => {
  const last = level.length - 1;
  const counting = level.findLastIndex((one) => one !== 0);
  if (counting >= 0 && counting < last) return counting;
  const [now, before] = [level[last] ?? 0, level[last - 1]];
  if (before === undefined) return last;
  const isOpen =
    now < before || isJump(state, now - before, (at[last] ?? 0) - (at[last - 1] ?? 0), mostPerHour);
  return isOpen ? last - 1 : last;
};

/**
 * Takes out readings that lie apart, and works out what the register counted between the others. What the last reading
 * says is open where it falls or jumps: the next one shows whether it is a reading at all.
 *
 * @param known what the register's whole history shows; without it, what these readings do
 */
export const settleRegister = (
  { at, level }: Levels,
  options: RegisterOptions,
  known?: RegisterState,
): SettledRegister => {
  const place = [...level.keys()].filter((i) => !Number.isNaN(level[i]));
  const given = { at: place.map((i) => at[i] ?? 0), level: place.map((i) => level[i] ?? 0), place };
  const dipless = withoutDips(withoutZeros(given));
  const own = known ?? stateOf(dipless.at, dipless.level);
  const found = withoutSpikes(dipless, own, options.mostPerHour);
  const state = known ?? { ...own, highest: stateOf(found.at, found.level).highest };
  const settled = new Array<number>(level.length).fill(Number.NaN);
  for (const [i, where] of found.place.entries()) settled[where] = found.level[i] ?? Number.NaN;
  const openFrom = firstOpen(found, state, options);
  const counted = found.level.flatMap((now, i): AmountSpan[] => {
    const [before, from] = [found.level[i - 1], found.at[i - 1]];
    const until = found.at[i];
    if (before === undefined || from === undefined || until === undefined) return [];
    const step = { before, level: now, time: until - from };
    return [{ from, until, amount: i > openFrom ? null : countedIn(state, options, step) }];
  });
  return { level: settled, counted, settledUntil: found.at[openFrom] ?? Number.NEGATIVE_INFINITY };
};
