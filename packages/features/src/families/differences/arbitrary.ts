import fc from 'fast-check';
import { chosen, durations } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'differences'> = (world) =>
  fc.record({ over: durations(world), columns: chosen(world) });
export default arbitrary;
