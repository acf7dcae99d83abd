import { isUnit, scaleTo } from '@wattline/cells';
import { isAmountUnit, isPriced } from '../amount-units.ts';
import type { SampleColumn, SampleTable } from './columns.ts';
import type { Question } from './finding.ts';

const unitName =
  /^(?:units?|uom|einheit|einheiten|ma(?:ß|ss)einheit|unit[ée]|unidad|unidade|unità|unita|eenheid|enhet|enhed|måleenhed|yksikkö|jednostka|jednotka)$|unit_?of_?meas|_unit$|^unit_/i;

/** A column that has the unit of each reading. */
export interface UnitColumn {
  readonly column: string;
  /** What readings are converted to: the commonest unit. */
  readonly to: string;
  /** Other units. */
  readonly from: readonly string[];
  /** Whether all of them can be converted. */
  readonly isCertain: boolean;
}

/** Whether a column has units, by its name, or by what it has. */
const hasUnits = ({ name, cells, distinct }: SampleColumn): boolean =>
  distinct <= 20 &&
  ((unitName.test(name) && cells.every((cell) => !/\d{2}/.test(cell))) || cells.every(isUnit));

/** The column that has the units of readings, where there are several of them. */
export const unitColumn = (table: SampleTable, columns: readonly SampleColumn[]): UnitColumn | undefined => {
  const found = columns.find(
    (column) => column.cells.length >= table.rows.length * 0.9 && column.distinct > 1 && hasUnits(column),
  );
  if (found === undefined) return undefined;
  const counts = [...Map.groupBy(found.cells, (cell) => cell)].sort((a, b) => b[1].length - a[1].length);
  const [to = '', ...from] = counts.map(([unit]) => unit);
  return {
    column: found.name,
    to,
    from,
    isCertain: from.every((unit) => scaleTo(unit, to) !== undefined),
  };
};

/** The unit of amounts that a column of one unit says of the only column that measures something. */
export const amountUnitBeside = (
  columns: readonly SampleColumn[],
  values: readonly SampleColumn[],
): { readonly value: string; readonly unit: string } | undefined => {
  const [value, ...others] = values.filter(({ name, distinct }) => distinct > 1 && !isPriced(name));
  const units = columns.find(({ name, distinct }) => distinct === 1 && unitName.test(name));
  const unit = units?.cells[0];
  return value === undefined || others.length > 0 || unit === undefined || !isAmountUnit(unit)
    ? undefined
    : { value: value.name, unit };
};

/** Whether each series has readings of one unit. */
export const isUnitOfSeries = (
  table: SampleTable,
  entity: readonly SampleColumn[],
  { column }: UnitColumn,
): boolean => {
  const index = table.header.indexOf(column);
  const units = new Map<string, string>();
  for (const row of table.rows) {
    const key = entity.map((one) => (row[one.index] ?? '').trim()).join('\u001f');
    const unit = (row[index] ?? '').trim();
    const before = units.get(key) ?? unit;
    if (before !== unit) return false;
    units.set(key, before);
  }
  return true;
};

/** What to ask where units cannot be converted into one. */
export const unitQuestion = (
  { column, to, from }: UnitColumn,
  value: string,
  entity: readonly string[],
): Question => ({
  about: column,
  question: `readings in '${value}' are in several units (${[to, ...from].join(', ')}, in '${column}') that cannot be converted into one: are these series of their own?`,
  candidates: [entity.length === 0 ? column : `[${[...entity, column].join(', ')}]`],
  key: 'entity',
});
