import { Spec, type SpecInput } from '@wattline/spec';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { RejectedError } from '../../errors.ts';
import { isTaken } from '../read/layout.ts';
import { columnsOf, hasIdName, hasTimeName, type SampleColumn, type SampleTable } from './columns.ts';
import { timeFormatOf } from './time-format.ts';

/** A spec made from a sample, and what was not certain. */
export interface InferredSpec {
  readonly spec: Spec;
  readonly warnings: readonly string[];
}

const MOST_CATEGORIES = 20;
const entityName =
  /meter|entity|sensor|station|device|site|house|customer|building|zone|region|plant|node|asset|name|^id$|_id$|Id$|ID$/i;
const clock = /^\d{1,2}(?::\d{2}){0,2}(?:\.\d+)?(?: ?[AaPp][Mm])?$/;
const clockName = /time|zeit|uhr|hora|heure|hour|stunde|^h$/i;

interface TimeChoice {
  readonly columns: readonly SampleColumn[];
  readonly format: string;
  readonly ambiguous: boolean;
}

const cellsOf = (table: SampleTable, column: SampleColumn): string[] =>
  table.rows.map((row) => (row[column.index] ?? '').trim());

const timeOf = (table: SampleTable, columns: readonly SampleColumn[]): TimeChoice | undefined => {
  const candidates = columns
    .filter((column) => column.kind === 'time')
    .map((column) => ({ column, found: timeFormatOf(column.cells) }))
    .sort((a, b) => Number(hasTimeName(b.column.name)) - Number(hasTimeName(a.column.name)));
  const [best] = candidates;
  if (best?.found === undefined) {
    return undefined;
  }
  const { column: date, found } = best;
  const dateOnly = date.cells.every((cell) => !cell.includes(':')) && !found.format.startsWith('epoch');
  const time = !dateOnly
    ? undefined
    : columns.find(
        (column) =>
          column !== date &&
          clockName.test(column.name) &&
          column.cells.length > 0 &&
          column.cells.every((cell) => clock.test(cell)) &&
          (column.cells.some((cell) => cell.includes(':')) ||
            column.cells.every((cell) => Number(cell) <= 24)),
      );
  if (time !== undefined) {
    const clocks = cellsOf(table, time);
    const both = timeFormatOf(cellsOf(table, date).map((cell, row) => `${cell} ${clocks[row] ?? ''}`.trim()));
    if (both !== undefined) {
      return { columns: [date, time], ...both };
    }
  }
  return { columns: [date], ...found };
};

/** How many rows share their time, and entity if there is one, with another row. */
const repeats = (table: SampleTable, columns: readonly SampleColumn[]): number =>
  table.rows.length -
  new Set(table.rows.map((row) => columns.map((column) => row[column.index] ?? '').join('\u0000'))).size;

const entityOf = (
  table: SampleTable,
  time: readonly SampleColumn[],
  others: readonly SampleColumn[],
): SampleColumn | undefined => {
  const named = (column: SampleColumn): boolean => entityName.test(column.name) || hasIdName(column.name);
  const texts = others.filter((column) => column.kind === 'categorical' || column.kind === 'identifier');
  const complete = (column: SampleColumn): boolean => column.cells.length >= table.rows.length * 0.95;
  const repeated = repeats(table, time);
  if (repeated === 0) {
    // A file of one entity, or the first part of one that comes entity by entity.
    return texts.find(
      (column) => complete(column) && named(column) && column.distinct <= Math.max(1, table.rows.length / 5),
    );
  }
  const integers = others.filter(
    (column) =>
      column.kind === 'numeric' &&
      column.cells.every((cell) => /^\d+$/.test(cell)) &&
      column.distinct <= Math.max(2, table.rows.length / 2),
  );
  const ranked = [...texts, ...integers].filter(complete).sort((a, b) => Number(named(b)) - Number(named(a)));
  return ranked.find(
    (column) =>
      column.distinct > 1 &&
      repeats(table, [...time, column]) <= Math.min(repeated / 2, table.rows.length * 0.02),
  );
};

/** Makes a spec of a sample. Throws RejectedError where there is no time column, or no numbers. */
export const inferFromTable = (table: SampleTable, name: string): InferredSpec => {
  const columns = columnsOf(table);
  const warnings: string[] = [];
  const time = timeOf(table, columns);
  if (time === undefined) {
    const suspect = columns.find((column) => hasTimeName(column.name));
    throw new RejectedError(
      suspect === undefined ? 'TIME_COLUMN_NOT_FOUND' : 'TIME_UNREADABLE',
      suspect === undefined
        ? `${name} has no column of timestamps; it has ${columns.map((column) => column.name).join(', ')}`
        : `the timestamps in column '${suspect.name}' of ${name} have no known format`,
      {
        place: {
          file: name,
          ...(suspect === undefined ? {} : { column: suspect.name }),
          ...(suspect?.cells[0] === undefined ? {} : { value: suspect.cells[0].slice(0, 100) }),
        },
        remedy:
          'write a spec (wattline.yaml) that names time.column and time.format, for example "%d/%m/%Y %H:%M"',
      },
    );
  }
  const timeNames = time.columns.map((column) => column.name);
  if (time.ambiguous) {
    warnings.push(
      `dates in '${timeNames[0]}' could be day first or month first; day first was taken (${time.format}); set time.format to be sure`,
    );
  }
  const others = columns.filter((column) => !time.columns.includes(column));
  const entity = entityOf(
    table,
    time.columns,
    others.filter((column) => column.name !== EVENT_TIMESTAMP),
  );
  const rest = others.filter((column) => column !== entity);
  const free = rest.filter((column) => !isTaken(column.name, entity?.name));
  for (const { name: taken } of rest.filter((column) => !free.includes(column))) {
    warnings.push(`column '${taken}' is left out: readings have a column of their own by that name`);
  }
  const values = free.filter((column) => column.kind === 'numeric');
  if (values.length === 0) {
    throw new RejectedError('NO_VALUE_COLUMN', `${name} has no column of numbers besides its timestamps`, {
      place: { file: name },
      remedy: 'write a spec (wattline.yaml) that names the columns to make features of under values',
    });
  }
  const categories = free.filter(
    (column) =>
      column.kind === 'categorical' &&
      column.distinct >= 2 &&
      column.distinct <= Math.min(MOST_CATEGORIES, column.cells.length / 3),
  );
  const drop = rest.filter((column) => !values.includes(column) && !categories.includes(column));
  const [first, second] = timeNames;
  const input: SpecInput = {
    time: { column: second === undefined ? (first ?? '') : [first ?? '', second], format: time.format },
    ...(entity === undefined ? {} : { entity: entity.name }),
    values: Object.fromEntries(values.map((column) => [column.name, {}])),
    categories: Object.fromEntries(
      categories.map((column) => [column.name, { vocabulary: [...new Set(column.cells)].sort() }]),
    ),
    drop: drop.map((column) => column.name),
  };
  return { spec: Spec.parse(input), warnings };
};
