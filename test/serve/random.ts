/** Numbers by chance that are the same for a seed (mulberry32). */
export interface Random {
  /** From 0 to below 1. */
  readonly share: () => number;
  /** A whole number, both ends within. */
  readonly between: (least: number, most: number) => number;
  readonly oneOf: <T>(all: readonly [T, ...T[]]) => T;
  readonly isTrue: (share: number) => boolean;
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    share,
    between: (least, most) => least + Math.floor(share() * (most - least + 1)),
    oneOf: (all) => all[Math.floor(share() * all.length)] ?? all[0],
    isTrue: (chance) => share() < chance,
  };
};
