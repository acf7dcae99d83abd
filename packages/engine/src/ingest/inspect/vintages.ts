import { chooseEntity } from './choose-entity.ts';
import { type TimeChoice, timeOf } from './choose-time.ts';
import { columnsOf, type SampleColumn, type SampleTable } from './columns.ts';
import type { Question } from './finding.ts';
import { readerOf, timeFormatOf } from './time-format.ts';

/** Readings of several times of issue for one time. */
export interface VintagesFound {
  /** For which time readings are. */
  readonly time: TimeChoice;
  readonly issued: SampleColumn;
  readonly question: Question;
}

/** A reading is issued before the time that it is for. */
const areBefore = (table: SampleTable, issued: SampleColumn, valid: SampleColumn): boolean => {
  const [first, second] = [issued, valid].map((column) => timeFormatOf(column.cells));
  if (first === undefined || second === undefined) return false;
  const [readIssued, readValid] = [readerOf(first.format), readerOf(second.format)];
  const isBefore = table.rows.filter((row) => {
    const [one, two] = [
      readIssued((row[issued.index] ?? '').trim()),
      readValid((row[valid.index] ?? '').trim()),
    ];
    return one !== undefined && two !== undefined && one <= two;
  });
  return isBefore.length >= table.rows.length * 0.98;
};

/** Times of each row that a column has; NaN where it has none. */
const timesIn = (table: SampleTable, column: SampleColumn): number[] => {
  const format = timeFormatOf(column.cells)?.format;
  const read = format === undefined ? undefined : readerOf(format);
  return table.rows.map((row) => read?.((row[column.index] ?? '').trim()) ?? Number.NaN);
};

const units = [1000, 60_000, 3_600_000, 86_400_000];

/** Columns that count what lies between two columns of times: how far a forecast looks ahead names no series. */
const leadsIn = (table: SampleTable): SampleColumn[] => {
  const times = columnsOf(table)
    .filter(({ kind }) => kind === 'time')
    .map((column) => timesIn(table, column));
  const between = times.flatMap((from) =>
    times.flatMap((to) => (from === to ? [] : [to.map((at, row) => at - (from[row] ?? Number.NaN))])),
  );
  const counts = (ms: readonly number[], { index }: SampleColumn): boolean =>
    units.some((unit) =>
      table.rows.every((row, at) => Math.abs((ms[at] ?? Number.NaN) - Number(row[index]) * unit) < 1),
    );
  return columnsOf(table).filter(
    (column) => column.kind === 'numeric' && column.distinct > 1 && between.some((ms) => counts(ms, column)),
  );
};

/** Whether rows are distinguished by some columns of times and a series. */
const tellApart = (
  table: SampleTable,
  time: TimeChoice,
  columns: readonly SampleColumn[],
  leads: readonly SampleColumn[],
): boolean => {
  const rest = columnsOf(table).filter(
    (column) => !columns.includes(column) && column.kind !== 'time' && !leads.includes(column),
  );
  const { repeats } = chooseEntity(table, { ...time, columns }, rest);
  return repeats <= Math.max(2, table.rows.length * 0.02);
};

/** Finds the time of issue beside the time that readings are for, where only both distinguish rows. */
export const vintagesIn = (table: SampleTable, chosen: TimeChoice): VintagesFound | undefined => {
  const [column, ...more] = chosen.columns;
  if (column === undefined || more.length > 0 || chosen.periods.length > 0) return undefined;
  const others = columnsOf(table).filter(
    (other) => other !== column && other.kind === 'time' && other.cells.length >= table.rows.length * 0.98,
  );
  if (others.length === 0) return undefined;
  const leads = leadsIn(table);
  if (tellApart(table, chosen, [column], leads)) return undefined;
  for (const other of others) {
    const [issued, valid] = areBefore(table, other, column)
      ? [other, column]
      : areBefore(table, column, other)
        ? [column, other]
        : [];
    if (issued === undefined || valid === undefined || !tellApart(table, chosen, [issued, valid], leads))
      continue;
    const time = valid === column ? chosen : timeOf(table, valid);
    if (time === undefined) continue;
    return {
      time,
      issued,
      question: {
        about: issued.name,
        question: `'${issued.name}' says when a reading for '${valid.name}' was issued, and there are several for one time: which of them counts?`,
        candidates: ['latest', 'first', '{lead: 24h}'],
        key: 'time.vintage',
      },
    };
  }
  return undefined;
};
