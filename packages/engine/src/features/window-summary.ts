import pl, { type Expr } from 'nodejs-polars';

/** What is kept of a window, such that that of two windows makes that of both. */
export interface WindowSummary {
  readonly name: string;
  readonly parts: readonly string[];
  /** Of one interval's value, null where it has none. */
  readonly of: (value: Expr) => Expr[];
  /** Of a window and the one before it. */
  readonly united: (later: readonly Expr[], before: readonly Expr[]) => Expr[];
  /** A part where there is no interval. */
  readonly empty: number | null;
}

const zero = pl.lit(0);

/** Count, mean, sum of squared deviations (Chan, Golub, LeVeque): nothing cancels, and equal values have no spread. */
export const moments: WindowSummary = {
  name: 'moments',
  parts: ['count', 'mean', 'squares'],
  of: (value) => [value.isNotNull().cast(pl.Float64), value.cast(pl.Float64).fillNull(zero), zero],
  united: ([n = zero, mean = zero, squares = zero], [m = zero, meanBefore = zero, squaresBefore = zero]) => {
    const count = n.add(m);
    const share = pl.when(count.gt(zero)).then(m.div(count)).otherwise(zero);
    const delta = meanBefore.sub(mean);
    return [
      count,
      mean.add(delta.mul(share)),
      squares.add(squaresBefore).add(delta.mul(delta).mul(n).mul(share)),
    ];
  },
  empty: 0,
};

const extreme = (name: string, of: (values: Expr[]) => Expr): WindowSummary => ({
  name,
  parts: [name],
  of: (value) => [value],
  united: (later, before) => [of([...later, ...before])],
  empty: null,
});

export const least = extreme('min', (values) => pl.minHorizontal(values));
export const greatest = extreme('max', (values) => pl.maxHorizontal(values));
