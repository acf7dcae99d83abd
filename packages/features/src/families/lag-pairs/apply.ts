import { quoted, type Shift, sqlDouble, type Transformation } from '../../frame.ts';
import { stepsOf } from '../../going-back.ts';
import { shiftedSql } from '../../shift.ts';
import { moments } from '../../windows/moments.ts';
import { windowPart } from '../../windows/summary.ts';
import { windows } from '../../windows/windows.ts';
import type { PairColumn, Taken } from './columns.ts';
import { meansOf } from './means.ts';

const shiftOf = (column: string, side: Taken): Shift[] =>
  'back' in side ? [{ column, steps: stepsOf(side.back) }] : [];

const sqlOf = (column: string, side: Taken): string => {
  if ('back' in side) return `CAST(${shiftedSql({ column, steps: stepsOf(side.back) })} AS DOUBLE)`;
  const [count, mean] = ['count', 'mean'].map((part) =>
    quoted(windowPart(moments, part, column, side.meanOf)),
  );
  return `CASE WHEN ${count} > 0 THEN ${mean} END`;
};

export const applyPairs = (columns: readonly PairColumn[]): Transformation => {
  const means = meansOf(columns);
  const parts = means.flatMap(({ source, steps }) =>
    steps.flatMap((some) => moments.parts.map((part) => windowPart(moments, part, source, some))),
  );
  const results = columns.map(({ of, first, second, combination, name }) => {
    const [a, b] = [sqlOf(of.name, first), sqlOf(of.name, second)].map((sql) => `(${sql})`);
    const ratio = `${a} / ${b}`;
    const isNumber = `${b} <> 0 AND ABS(${ratio}) <= ${sqlDouble(Number.MAX_VALUE)}`;
    return { name, sql: combination === 'ratio' ? `CASE WHEN ${isNumber} THEN ${ratio} END` : `${a} - ${b}` };
  });
  const shifts = columns.flatMap(({ of, first, second }) => [
    ...shiftOf(of.name, first),
    ...shiftOf(of.name, second),
  ]);
  const meant = windows(means.map(({ source, steps }) => ({ summary: moments, columns: [source], steps })));
  return (frame) => meant(frame).with(results, shifts).drop(parts);
};
