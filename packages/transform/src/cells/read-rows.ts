import { missingOf, reasons } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import { entityColumns, instantMs, isJoined } from '@wattline/spec/schema';
import type { Reading, Refusal } from '../reading.ts';
import type { Clock } from '../times/clock.ts';
import { createPlacing, type Placed, type TimedRow } from '../times/place-times.ts';
import { deduplicate } from './deduplicate.ts';
import { createNumberReader } from './number-cell.ts';
import type { Fault, PlacedRow } from './rows.ts';
import { createTimeCellReader, type TimeReader } from './time-cell.ts';

/** A row as a file has it: its cells by the names of their columns, as text or typed. */
export type Row = Readonly<Record<string, unknown>>;

/** A row that counts: its line, from 1, whose it is, its instant, and its numbers (NaN: none) in the order of the columns. */
export type CountedRow = Pick<PlacedRow, 'line' | 'entity' | 'at' | 'values' | 'words'>;

/** Rows, read: the readings of each entity in the order of time, and what does not count. */
export interface ReadRows {
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** What the readings are of. */
  readonly counted: readonly CountedRow[];
  readonly refused: readonly Refusal[];
  readonly exactDuplicates: number;
}

/** Of all readings of one series, where the spec names no entity. */
const ONLY_ENTITY = 'all';
/** A time that is an instant, whatever the format of the spec. */
const EVENT_TIMESTAMP = 'event_timestamp';

/** Outside of these there are no real readings. */
const [EARLIEST, LATEST] = ['1900-01-01', '2100-01-01'];

const noWords: readonly string[] = [];

const inText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value).slice(0, 200);

const instantIn = (cell: unknown): number => {
  if (cell instanceof Date) return cell.getTime();
  if (typeof cell === 'number') return cell;
  const isInstant = typeof cell === 'string' && /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(cell);
  return isInstant ? Date.parse(cell) : Number.NaN;
};

/** Reads rows as ingest reads those of a file, with the same refusals. */
export const createRowReader = (
  spec: Spec,
  clock: Clock,
): ((rows: readonly Row[], entity?: string) => ReadRows) => {
  const timeName = [spec.time.column].flat().join(' ');
  // Typed rows need none, and some specs allow none.
  let reader: TimeReader | undefined;
  const timeReader = (): TimeReader => {
    reader ??= createTimeCellReader(spec);
    return reader;
  };
  const place = (rows: readonly TimedRow[]): Placed =>
    rows.length === 0
      ? { rows: [], faults: [] }
      : createPlacing(spec, clock, timeName, timeReader().namesInstants)(rows);
  const values = Object.keys(spec.values).map((column) => createNumberReader(spec, column));
  const missing = missingOf(spec.missing);
  const categories = Object.keys(spec.categories);
  const [earliest, latest] = [spec.time.earliest ?? EARLIEST, spec.time.latest ?? LATEST].map(instantMs);
  const isStrict = spec.quarantine.badCells === 'row';

  const wordIn = (cell: unknown): string | null => {
    const text = cell === null || cell === undefined ? '' : String(cell).trim();
    return missing.words.includes(text.toLowerCase()) ? null : text;
  };
  const { entity: entityName } = spec;
  const single = entityName === undefined || isJoined(entityName) ? undefined : entityName;
  let lastEntity: { readonly cell: unknown; readonly word: string | null } = { cell: null, word: null };
  const entityIn = (row: Row): string | null => {
    if (spec.entity === undefined) return ONLY_ENTITY;
    if (single !== undefined) {
      // Most rows are of the entity of the row before.
      const cell = row[single];
      if (cell !== lastEntity.cell) lastEntity = { cell, word: wordIn(cell) };
      return lastEntity.word;
    }
    const parts = entityColumns(spec.entity, Object.keys(row)).map((column) => wordIn(row[column]));
    return parts.includes(null) ? null : parts.join(' ');
  };
  const timeOf = (row: Row, isTyped: boolean) => {
    if (!isTyped) return timeReader().read(row);
    const at = instantIn(row[EVENT_TIMESTAMP]);
    return Number.isNaN(at) ? ({ kind: 'unreadable' } as const) : ({ kind: 'typed', at } as const);
  };
  return (rows, given) => {
    const faults: Fault[] = [];
    const timed: TimedRow[] = [];
    /** Their times are starts of intervals already. */
    const typed: TimedRow[] = [];
    let line = 0;
    let bad: { readonly code: Fault['code']; readonly column: string }[] = [];
    const refuseCell = (code: Fault['code'], column: string): void => {
      bad.push({ code, column });
    };
    for (const row of rows) {
      line += 1;
      const refuse = (code: Fault['code'], column: string, value: unknown): void => {
        faults.push({ line, column, value, code });
      };
      const isTyped = Object.hasOwn(row, EVENT_TIMESTAMP);
      const at = timeOf(row, isTyped);
      const written = isTyped ? row[EVENT_TIMESTAMP] : timeReader().written(row);
      if (at.kind === 'missing') {
        refuse('TIME_MISSING', timeName, written);
        continue;
      }
      if (at.kind === 'unreadable') {
        refuse('TIME_UNREADABLE', timeName, written);
        continue;
      }
      const entity = given ?? entityIn(row);
      if (entity === null) {
        refuse('ENTITY_MISSING', spec.entity ?? '', null);
        continue;
      }
      if (bad.length > 0) bad = [];
      let isEmpty = true;
      const numbers = new Array<number>(values.length);
      for (let i = 0; i < values.length; i += 1) {
        const number = values[i]?.(row, refuseCell) ?? Number.NaN;
        numbers[i] = number;
        if (!Number.isNaN(number)) isEmpty = false;
      }
      for (const { code, column } of isStrict || isEmpty ? bad.slice(0, 1) : bad)
        refuse(code, column, row[column]);
      // A row that loses its last reading is refused as a whole.
      if (bad.length > 0 && (isStrict || isEmpty)) continue;
      const open = {
        line,
        entity,
        values: numbers,
        words: categories.length === 0 ? noWords : categories.map((column) => wordIn(row[column])),
        written,
      };
      if (at.kind === 'typed') typed.push({ row: open, time: { kind: 'instant', at: at.at } });
      else timed.push({ row: open, time: at });
    }
    const placed = place(timed);
    faults.push(...placed.faults);
    const all =
      typed.length === 0
        ? placed.rows
        : [
            ...placed.rows,
            ...typed.flatMap(({ row, time }) =>
              time.kind === 'instant' ? [{ ...row, at: time.at, isOpenPass: false }] : [],
            ),
          ].toSorted((a, b) => a.line - b.line);
    const plausible = all.filter(({ line, at, written }) => {
      const isPlausible = at >= (earliest ?? 0) && at <= (latest ?? 0);
      if (!isPlausible) faults.push({ line, column: timeName, value: written, code: 'TIME_IMPLAUSIBLE' });
      return isPlausible;
    });
    const settled = deduplicate(plausible, spec.quarantine.conflicts, timeName);
    faults.push(...settled.faults);
    const byEntity = Map.groupBy(settled.rows, ({ entity }) => entity);
    return {
      counted: settled.rows,
      readings: new Map(
        [...byEntity].map(([entity, own]) => [
          entity,
          own.map(({ at, values, words }): Reading => ({ at, values, words })).sort((a, b) => a.at - b.at),
        ]),
      ),
      refused: faults
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, column, value, code }) => ({
          line,
          column,
          value: inText(value),
          code,
          reason: reasons[code],
        })),
      exactDuplicates: settled.exactDuplicates,
    };
  };
};
