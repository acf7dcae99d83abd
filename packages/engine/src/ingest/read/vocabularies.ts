import pl, { type DataFrame } from 'nodejs-polars';
import { field } from './fields.ts';

/** Collects the words of inferred category columns from all of the data. */
export const createVocabularies = (
  categories: readonly { readonly name: string; readonly index: number }[],
): { add: (rows: DataFrame) => void; found: () => ReadonlyMap<string, readonly string[]> } => {
  const words = new Map(categories.map(({ name }) => [name, new Set<string>()]));
  return {
    add: (rows) => {
      for (const { name, index } of categories) {
        for (const word of rows
          .select(pl.col(field(index)).unique())
          .toSeries(0)
          .toArray()) {
          if (typeof word === 'string') {
            words.get(name)?.add(word);
          }
        }
      }
    },
    found: () =>
      new Map([...words].filter(([, set]) => set.size > 0).map(([name, set]) => [name, [...set].sort()])),
  };
};
