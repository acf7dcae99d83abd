import fc from 'fast-check';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

/** Of readings alone nothing can be joined: the engine's tests of joins have other datasets too. */
const arbitrary: OptionsArbitrary<'joins'> = () => fc.constant(undefined);
export default arbitrary;
