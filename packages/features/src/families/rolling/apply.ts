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
  const statisticsOf = summarised.map(({ name, source, steps, statistic: { summary, sql }, ago }) => ({
    name: ago === 0 ? name : `before ${name}`,
    sql: sql((part) => quoted(windowPart(summary, part, source.name, steps)), perHour),
  }));
  const lagged = summarised.flatMap(({ name, statistic, ago }) => {
    if (ago === 0) return [];
    const shift = { column: `before ${name}`, steps: ago };
    const sql = shiftedSql(shift);
    return [
      { shift, name, sql: statistic.ofNone === undefined ? sql : `COALESCE(${sql}, ${statistic.ofNone})` },
    ];
  });
  // Each of them once, however many columns ask for it.
  const quantiles = new Map(
    sorted.map(({ source, steps: rows, quantile }) => {
      const name = `quantile ${quantile} of ${rows} ${source.name}`;
      return [name, { name, column: source.name, rows, quantile }];
    }),
  );
  const shifted = sorted.map(({ name, source, steps, quantile, ago }) => {
    const shift = { column: `quantile ${quantile} of ${steps} ${source.name}`, steps: 1 + ago };
    return { shift, name, sql: shiftedSql(shift) };
  });
  const summed = windows(used);
  const moved = [...lagged, ...shifted];
  return (frame) =>
    summed(frame)
      .withQuantiles([...quantiles.values()])
      .with(statisticsOf)
      .with(
        moved,
        moved.map(({ shift }) => shift),
      )
      .drop([...parts, ...quantiles.keys(), ...lagged.map(({ shift }) => shift.column)]);
};
