/** Scrambles 32 bits (the finalizer of MurmurHash3). */
const scramble = (bits: number): number => {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/**
 * A number in [0, 1) that depends on its arguments alone: whole numbers that say whose number it is. Rows may then
 * be made in any order, which a generator with a state would not allow.
 */
export const chance = (seed: number, stream: number, index: number): number =>
  (scramble(scramble(Math.imul(seed, 0x9e3779b1) + stream) ^ Math.imul(index, 0x27d4eb2f)) >>> 0) / 2 ** 32;

/** Nearly normal around 0, standard deviation 1, never beyond 3.5. */
export const noise = (seed: number, stream: number, index: number): number =>
  (chance(seed, stream, 4 * index) +
    chance(seed, stream, 4 * index + 1) +
    chance(seed, stream, 4 * index + 2) +
    chance(seed, stream, 4 * index + 3) -
    2) *
  Math.sqrt(3);

/** Noise that drifts: it turns within `span` indexes and is smooth between. */
export const drift = (seed: number, stream: number, index: number, span: number): number => {
  const knot = Math.floor(index / span);
  const along = index / span - knot;
  const eased = along * along * (3 - 2 * along);
  return noise(seed, stream, knot) * (1 - eased) + noise(seed, stream, knot + 1) * eased;
};
