import { RejectedError } from '@wattline/errors';
import type { Spec } from '@wattline/spec';
import { entityColumns } from '@wattline/spec/schema';
import type { CountedRow, Row } from './read-rows.ts';

/** A row's cells, as a file of the dataset has them. */
export type FileRow = Readonly<Record<string, string | number | boolean | null>>;

const EVENT_TIMESTAMP = 'event_timestamp';
const ONLY_ENTITY = 'all';

const cellOf = (cell: unknown): FileRow[string] => {
  if (cell === undefined || cell === null) return null;
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? cell
    : String(cell);
};

/** Writes rows that were read, and count, as a file has them: with the columns that the spec reads. */
export const createFileRows = (spec: Spec): ((row: Row, counted: CountedRow) => FileRow) => {
  const times = [spec.time.column].flat();
  const values = Object.keys(spec.values);
  const words = Object.keys(spec.categories);
  const others = [spec.time.secondPass?.column, spec.layout?.units].filter((name) => name !== undefined);
  const known = new Set([...times, ...values, ...words, ...others]);
  const refuse = (code: string, message: string, line: number, column: string, remedy: string): never => {
    throw new RejectedError(code, message, { place: { line, column }, remedy });
  };
  /** An entity that was named beside the readings is in a file's column. */
  const entityCells = (row: Row, { line, entity }: CountedRow): FileRow => {
    if (spec.entity === undefined) {
      if (entity === ONLY_ENTITY) return {};
      return refuse(
        'STORE_NEEDS_ENTITY',
        `line ${line} is of ${entity}, but the dataset has one series and no column that names it`,
        line,
        'entity',
        'leave entity out',
      );
    }
    const columns = entityColumns(spec.entity, Object.keys(row));
    const [only, ...more] = columns;
    if (only !== undefined && more.length === 0) return { [only]: entity };
    const cells = Object.fromEntries(columns.map((name) => [name, cellOf(row[name])]));
    if (columns.map((name) => String(cells[name] ?? '').trim()).join(' ') === entity) return cells;
    return refuse(
      'STORE_NEEDS_ENTITY',
      `line ${line} does not say by its columns that it is of ${entity}`,
      line,
      spec.entity,
      `give each reading the columns of ${spec.entity}`,
    );
  };
  return (row, counted) => {
    const { line } = counted;
    if (Object.hasOwn(row, EVENT_TIMESTAMP) && !times.includes(EVENT_TIMESTAMP))
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} names its time in event_timestamp, which no file of the dataset has`,
        line,
        EVENT_TIMESTAMP,
        `send the time in ${times.join(', ')}, as a file has it, or leave out store`,
      );
    const entity = entityCells(row, counted);
    const cells: Record<string, FileRow[string]> = {};
    for (const [name, cell] of Object.entries(row)) {
      if (Object.hasOwn(entity, name) || !known.has(name)) continue;
      // A cell that was refused is no reading: an empty one says the same.
      const value = values.indexOf(name);
      cells[name] = value >= 0 && Number.isNaN(counted.values[value]) ? null : cellOf(cell);
    }
    return { ...cells, ...entity };
  };
};
