import { type ReasonCode, scaleTo, type Written } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import { createCellReader } from './written-numbers.ts';

/** Reads a row's cell as a number; NaN where it is missing, or bad, which `refuse` is told. */
export type NumberReader = (
  row: Readonly<Record<string, unknown>>,
  refuse: (fault: ReasonCode, column: string) => void,
) => number;

/** Reads a value column's cells as ingest does: the same numbers, and the same reasons against them. */
export const createNumberReader = (spec: Spec, column: string, written?: Written): NumberReader => {
  const value = spec.values[column];
  if (value === undefined) return () => Number.NaN;
  const { min, max, truncate, unit } = value;
  const cells = createCellReader(spec, column, written);
  const units = unit === undefined ? undefined : spec.layout?.units;
  const converted = (number: number, row: Readonly<Record<string, unknown>>): number => {
    if (units === undefined || unit === undefined) return number;
    const scale = scaleTo(String(row[units] ?? '').trim(), unit);
    if (scale === undefined) return Number.NaN;
    return scale.divide === 1 ? number * scale.multiply : number / scale.divide;
  };
  return (row, refuse) => {
    const bad = (fault: ReasonCode): number => {
      refuse(fault, column);
      return Number.NaN;
    };
    const cell = row[column];
    let read = cells.quick(cell);
    let isInexact = false;
    if (read === undefined) {
      const found = cells.read(cell);
      if (found.kind === 'none') return Number.NaN;
      if (found.kind === 'open') return bad('NOTATION_OPEN');
      if (found.kind === 'bad' || Number.isNaN(found.number)) return bad('NOT_A_NUMBER');
      read = found.number;
      isInexact = found.isInexact;
    }
    const given = converted(read, row);
    if (Number.isNaN(given)) return bad('UNIT_UNKNOWN');
    const number = truncate ? Math.trunc(given) : given;
    if (!Number.isFinite(number)) return bad('NOT_FINITE');
    if (isInexact) return bad('NOT_REPRESENTABLE');
    if (min !== undefined && number < min) return bad('BELOW_MIN');
    if (max !== undefined && number > max) return bad('ABOVE_MAX');
    return number;
  };
};
