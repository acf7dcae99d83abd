import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'categories'> = ({ texts }) => {
  const vocabulary = someOf(['on', 'off', "it's"]);
  const unseen = fc.constantFrom<'none' | 'other'>('none', 'other');
  const category = fc.oneof(
    fc.record({ vocabulary, aggregate: fc.constantFrom('first', 'last', 'max', 'mean') }),
    fc.record({ vocabulary, aggregate: fc.constantFrom('first', 'mean'), unseen }),
    fc.record({
      vocabulary,
      aggregate: fc.constantFrom('first', 'last'),
      encode: fc.constant('ordinal'),
      unseen,
    }),
  );
  return category.map((options) => Object.fromEntries(texts.map((text) => [text, options])));
};
export default arbitrary;
