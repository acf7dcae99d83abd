import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { namingOf } from './naming.ts';

/** 0/1 columns (Int8), one for each word of each vocabulary; another word, or none, is 0 in all of them. */
export const oneHot = (spec: Spec): Expr[] => {
  const { category } = namingOf(spec);
  return Object.entries(spec.categories).flatMap(([column, { vocabulary }]) =>
    vocabulary.map((value) =>
      pl.col(column).eq(pl.lit(value)).fillNull(pl.lit(false)).cast(pl.Int8).alias(category(column, value)),
    ),
  );
};
