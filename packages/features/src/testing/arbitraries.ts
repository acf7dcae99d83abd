import fc from 'fast-check';
import type { World } from './options-arbitrary.ts';

/** Some of a list, one at least, each once. */
export const someOf = <T>(all: readonly T[], most = all.length): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: most });

/** Durations of some intervals each, all different. */
export const durations = ({ duration }: World, longest = 13): fc.Arbitrary<string[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: longest }), { minLength: 1, maxLength: 3 })
    .map((counts) => counts.map(duration));

/** Aggregated columns: all, or some. */
export const chosen = ({ columns }: World): fc.Arbitrary<'all' | string[]> =>
  fc.oneof(fc.constant<'all'>('all'), someOf(columns, 3));
