import type { Spec } from '@wattline/spec';
import { timeFormatOf } from './time-format.ts';

/** Part of a file as text, for looking at. */
export interface SampleTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly decimal: '.' | ',';
  readonly missing: readonly string[];
}

export type ColumnKind = 'numeric' | 'categorical' | 'time' | 'identifier';

/** A column as the sample shows it. */
export interface SampleColumn {
  readonly name: string;
  readonly index: number;
  readonly kind: ColumnKind;
  /** Cells that hold something. */
  readonly cells: readonly string[];
  readonly distinct: number;
}

const timeName = /time|date|datum|zeit|stamp|fecha|hora|heure|horodat|period|^ts$|^dt$|interval|_at$/i;
const idName = /(?:^|[\W_])(?:id|uid|uuid|lcl?id|code|nr|no|mpan|mrid|serial|zip|postcode)$|[a-z]Id$|ID$/;

export const hasTimeName = (name: string): boolean => timeName.test(name);
export const hasIdName = (name: string): boolean => idName.test(name);

const isNumber = (cell: string, decimal: '.' | ','): boolean =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(decimal === ',' ? cell.replace(',', '.') : cell) ||
  /^[+-]?(?:inf|infinity|nan)$/i.test(cell);

const kindOf = (name: string, cells: readonly string[], distinct: number, decimal: '.' | ','): ColumnKind => {
  const numbers = cells.filter((cell) => isNumber(cell, decimal)).length;
  const padded = cells.some((cell) => /^0\d+$/.test(cell));
  if (numbers > 0 && numbers >= cells.length * 0.9) {
    const epoch = timeName.test(name) && timeFormatOf(cells) !== undefined;
    return epoch
      ? 'time'
      : padded || (idName.test(name) && cells.every((c) => /^\d+$/.test(c)))
        ? 'identifier'
        : 'numeric';
  }
  if (cells.length > 0 && timeFormatOf(cells) !== undefined) {
    return 'time';
  }
  return idName.test(name) || (cells.length >= 20 && distinct > cells.length / 2)
    ? 'identifier'
    : 'categorical';
};

/** Every column with its kind. */
export const columnsOf = ({ header, rows, decimal, missing }: SampleTable): SampleColumn[] => {
  const markers = new Set(['', ...missing]);
  return header.map((name, index) => {
    const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => !markers.has(cell));
    const distinct = new Set(cells).size;
    return { name, index, kind: kindOf(name, cells, distinct, decimal), cells, distinct };
  });
};

/** The columns that a spec says make the timestamp; none where there is no spec. */
export const timeColumns = (spec: Spec | undefined): readonly string[] =>
  spec === undefined ? [] : typeof spec.time.column === 'string' ? [spec.time.column] : spec.time.column;
