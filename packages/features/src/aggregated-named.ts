import type { AggregatedColumn } from './kinds/aggregated-column.ts';

/** Of ten thousand columns each may be asked for by name. */
const named = new WeakMap<readonly AggregatedColumn[], ReadonlyMap<string, AggregatedColumn>>();

/** By what each is written as, then by its own name, which comes first; of two alike the first counts. */
const byName = (aggregated: readonly AggregatedColumn[]): ReadonlyMap<string, AggregatedColumn> => {
  const backwards = aggregated.toReversed();
  return new Map([
    ...backwards.map((some) => [some.written, some] as const),
    ...backwards.map((some) => [some.name, some] as const),
  ]);
};

/** The aggregated column of a name: its own, or the one that it has as the file calls what it is made of. */
export const aggregatedNamed = (
  { aggregated }: { readonly aggregated: readonly AggregatedColumn[] },
  name: string,
): AggregatedColumn | undefined => {
  const known = named.get(aggregated) ?? byName(aggregated);
  named.set(aggregated, known);
  return known.get(name);
};
