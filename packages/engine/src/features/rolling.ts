import type { RollingStatistic } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { greatest, least, moments, type WindowSummary } from './window-summary.ts';
import { windowPart, windows } from './windows.ts';

/** One statistic of one column over the `steps` intervals before the row's. */
export interface RollingWindow {
  readonly name: string;
  readonly column: string;
  readonly steps: number;
  readonly statistic: RollingStatistic;
}

const summaries: Readonly<Record<RollingStatistic, WindowSummary>> = {
  mean: moments,
  std: moments,
  min: least,
  max: greatest,
};

const result = ({ column, steps, statistic }: RollingWindow): Expr => {
  const part = (name: string) => pl.col(windowPart(summaries[statistic], name, column, steps));
  switch (statistic) {
    case 'mean':
      return pl
        .when(part('count').gt(pl.lit(0)))
        .then(part('mean'))
        .otherwise(pl.lit(null));
    case 'std': {
      const degrees = part('count').sub(pl.lit(1));
      return pl
        .when(degrees.gt(pl.lit(0)))
        .then(part('squares').div(degrees).pow(0.5))
        .otherwise(pl.lit(null));
    }
    case 'min':
    case 'max':
      return part(statistic);
  }
};

/**
 * Adds statistics over [t − w, t) on a complete grid, per entity, of the intervals that have a value.
 *
 * Null where none has; std is the sample's, null where fewer than two have.
 */
export const rolling =
  (options: { readonly windows: readonly RollingWindow[] }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const used = [moments, least, greatest].map((summary) => {
      const of = options.windows.filter(({ statistic }) => summaries[statistic] === summary);
      const columns = [...new Set(of.map(({ column }) => column))];
      return { summary, columns, steps: [...new Set(of.map(({ steps }) => steps))] };
    });
    const summed = used.reduce(
      (some, family) => (family.steps.length === 0 ? some : windows(family)(some)),
      frame,
    );
    const parts = used.flatMap(({ summary, columns, steps }) =>
      columns.flatMap((column) =>
        steps.flatMap((some) => summary.parts.map((part) => windowPart(summary, part, column, some))),
      ),
    );
    return summed
      .withColumns(...options.windows.map((window) => result(window).alias(window.name)))
      .drop(parts);
  };
