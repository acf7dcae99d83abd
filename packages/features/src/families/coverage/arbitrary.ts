import fc from 'fast-check';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'coverage'> = () => fc.constant(true);
export default arbitrary;
