import fc from 'fast-check';
import { Aggregation } from '../../kinds/aggregation.ts';
import { kinds } from '../../kinds/kinds.ts';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

/** A column of some kind, with its own aggregates and some of the others that mean something of it. */
const ofSomeKind = fc.constantFrom(...Object.values(kinds)).chain(({ key, meanings, aggregate: own }) =>
  someOf(Aggregation.options.filter((aggregation) => meanings[aggregation] !== undefined)).map((some) => ({
    kind: key,
    aggregate: [...new Set([...some, ...own])],
  })),
);

const arbitrary: OptionsArbitrary<'values'> = () => fc.record({ 'load "kW"': ofSomeKind, heat: ofSomeKind });
export default arbitrary;
