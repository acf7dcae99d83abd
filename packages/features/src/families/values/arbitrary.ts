import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';
import { Aggregation } from './options.ts';

const arbitrary: OptionsArbitrary<'values'> = () => {
  const value = someOf(Aggregation.options).map((aggregate) => ({ aggregate }));
  return fc.record({ 'load "kW"': value, heat: value });
};
export default arbitrary;
