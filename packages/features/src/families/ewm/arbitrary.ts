import fc from 'fast-check';
import { chosen, durations } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'ewm'> = (world) =>
  fc.record({ halfLives: durations(world, 5), columns: chosen(world) });
export default arbitrary;
