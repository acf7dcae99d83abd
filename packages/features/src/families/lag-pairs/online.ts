import type { Value } from '../../definition.ts';
import { stepsFrom } from '../../going-back.ts';
import { cellAt, cellsOf, orNull, type Series } from '../../online.ts';
import { moments } from '../../windows/moments.ts';
import { onlineWindows, readValuesBefore } from '../../windows/online-window.ts';
import type { PairColumn, Taken } from './columns.ts';
import { meansOf } from './means.ts';

const ratioOf = (a: number, b: number): Value => {
  const ratio = b === 0 ? Number.NaN : a / b;
  return Number.isFinite(ratio) ? ratio : null;
};

export const onlinePairs = (columns: readonly PairColumn[]): ((series: Series, row: number) => Value[]) => {
  const means = new Map(
    meansOf(columns).map(({ source, steps }) => {
      const windows = onlineWindows(moments, steps);
      return [source, { windows, values: new Float64Array(windows.reach) }];
    }),
  );
  const numberOf = (series: Series, row: number, column: string, side: Taken): number => {
    if ('back' in side) {
      const steps = stepsFrom(side.back, series, row);
      return steps === undefined ? Number.NaN : cellAt(series, cellsOf(series, column), row - steps);
    }
    const { windows } = means.get(column) ?? {};
    if (windows === undefined) return Number.NaN;
    const place = windows.placeOf(side.meanOf);
    return (windows.parts[place] ?? 0) > 0 ? (windows.parts[place + 1] ?? Number.NaN) : Number.NaN;
  };
  return (series, row) => {
    for (const [source, { windows, values }] of means) {
      readValuesBefore(series, source, row, values);
      windows.of(values);
    }
    return columns.map(({ of, first, second, combination }) => {
      const a = numberOf(series, row, of.name, first);
      const b = numberOf(series, row, of.name, second);
      return combination === 'ratio' ? ratioOf(a, b) : orNull(a - b);
    });
  };
};
