import type { FamilyContext } from '../../context.ts';
import { durationMs } from '../../duration.ts';
import { quoted, type Transformation } from '../../frame.ts';
import { shiftedSql } from '../../shift.ts';
import { windowPart } from '../../windows/summary.ts';
import { windows } from '../../windows/windows.ts';
import { bySort, type RollingColumn } from './columns.ts';
import { windowsFor } from './made-of.ts';

const HOUR = 3_600_000;

export const applyRolling = (
  columns: readonly RollingColumn[],
  { interval }: FamilyContext,
): Transformation => {
  const { summarised, sorted } = bySort(columns);
  const used = windowsFor(summarised);
  const perHour = HOUR / durationMs(interval);
  const parts = used.flatMap(({ summary, columns: names, steps }) =>
    names.flatMap((column) =>
      steps.flatMap((some) => summary.parts.map((part) => windowPart(summary, part, column, some))),
    ),
  );
  const ofParts = summarised.map(({ name, source, steps, statistic: { summary, sql } }) => ({
    name,
    sql: sql((part) => quoted(windowPart(summary, part, source.name, steps)), perHour),
  }));
  // Each of them once, however many columns ask for it.
  const quantiles = new Map(
    sorted.map(({ source, steps: rows, quantile }) => {
      const name = `quantile ${quantile} of ${rows} ${source.name}`;
      return [name, { name, column: source.name, rows, quantile }];
    }),
  );
  const shifted = sorted.map(({ name, source, steps, quantile }) => {
    const shift = { column: `quantile ${quantile} of ${steps} ${source.name}`, steps: 1 };
    return { shift, name, sql: shiftedSql(shift) };
  });
  const summed = windows(used);
  return (frame) =>
    summed(frame)
      .withQuantiles([...quantiles.values()])
      .with(
        [...ofParts, ...shifted],
        shifted.map(({ shift }) => shift),
      )
      .drop([...parts, ...quantiles.keys()]);
};
