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

/** Whether rows are distinguished by some columns of times and a series. */
const tellApart = (table: SampleTable, time: TimeChoice, columns: readonly SampleColumn[]): boolean => {
  const rest = columnsOf(table).filter((column) => !columns.includes(column) && column.kind !== 'time');
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
  if (others.length === 0 || tellApart(table, chosen, [column])) return undefined;
  for (const other of others) {
    const [issued, valid] = areBefore(table, other, column)
      ? [other, column]
      : areBefore(table, column, other)
        ? [column, other]
        : [];
    if (issued === undefined || valid === undefined || !tellApart(table, chosen, [issued, valid])) continue;
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
