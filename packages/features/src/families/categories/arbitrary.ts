import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'categories'> = ({ texts }) => {
  const category = fc.record({
    vocabulary: someOf(['on', 'off', "it's"]),
    aggregate: fc.constantFrom('first', 'last', 'max', 'mean'),
  });
  return category.map((options) => Object.fromEntries(texts.map((text) => [text, options])));
};
export default arbitrary;
