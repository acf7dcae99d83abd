/** Where counters begin again: after so many digits, or bits. */
export const registerTurns: readonly number[] = [
  ...Array.from({ length: 11 }, (_, digits) => 10 ** (digits + 2)),
  2 ** 16,
  2 ** 24,
  2 ** 31,
  2 ** 32,
];

/** Declared turns may hold more than others do: what is usual was then rarely seen. */
export const DECLARED_TURN = 10;

/** What a register shows after it began again at 0, as a share of what it showed before: as good as 0. */
export const NEAR_ZERO = 0.001;
/** Little enough, where what it counted since is like all else. */
export const LOW = 0.1;
