import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { earlier } from './earlier.ts';
import type { WindowSummary } from './window-summary.ts';

/** The name of a window's part; `steps` undefined: of the windows that double. */
export const windowPart = (summary: WindowSummary, part: string, column: string, steps?: number): string =>
  `window ${summary.name} ${part} ${steps ?? 'doubling'} ${column}`;

/**
 * Adds the summary's parts for windows that end with the interval before the row's, on a complete grid, per entity.
 *
 * Windows of 1, 2, 4, … intervals are made one of two of the last; any other is put together of these. So a window
 * depends, to the bit, on the intervals in it alone, not on where the frame begins, and costs log₂(steps).
 */
export const windows =
  (options: {
    readonly summary: WindowSummary;
    readonly columns: readonly string[];
    readonly steps: readonly number[];
  }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const { summary, columns, steps } = options;
    const names = (column: string, size?: number) =>
      summary.parts.map((part) => windowPart(summary, part, column, size));
    const named = (values: readonly Expr[], as: readonly string[]) =>
      values.map((value, i) => value.alias(as[i] ?? ''));
    const held = (column: string, size?: number) => names(column, size).map((name) => pl.col(name));
    const before = (parts: readonly Expr[], by: number) =>
      parts.map((part) => {
        const value = earlier(part, by);
        return summary.empty === null || by === 0 ? value : value.fillNull(pl.lit(summary.empty));
      });
    const single = (column: string) => named(summary.of(earlier(pl.col(column), 1)), names(column));

    let result = frame.withColumns(...columns.flatMap(single));
    const longest = Math.max(0, ...steps);
    for (let size = 1; size <= longest; size *= 2) {
      const complete = steps.filter((some) => Math.floor(some / size) % 2 === 1);
      const put = columns.flatMap((column) =>
        complete.flatMap((some) => {
          const covered = some % size;
          const earlierPart = before(held(column), covered);
          const parts = covered === 0 ? earlierPart : summary.united(held(column, some), earlierPart);
          return named(parts, names(column, some));
        }),
      );
      const doubled =
        size * 2 > longest
          ? []
          : columns.flatMap((column) =>
              named(summary.united(held(column), before(held(column), size)), names(column)),
            );
      result = result.withColumns(...put, ...doubled);
    }
    return result.drop(columns.flatMap((column) => names(column)));
  };
