import { missingOf, reasons, type Written } from '@wattline/cells';
import { isTimeless } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { entityColumns, instantMs, isJoined } from '@wattline/spec/schema';
import type { Reading, Refusal } from '../reading.ts';
import type { Clock } from '../times/clock.ts';
import type { SeenTime } from '../times/counted-times.ts';
import { areInstants, createPlacing, type Placed } from '../times/place-times.ts';
import type { TimedRow } from '../times/timed-row.ts';
import { deduplicate } from './deduplicate.ts';
import { createIssuedReader } from './issued-cell.ts';
import { createNumberReader } from './number-cell.ts';
import type { Fault, PlacedRow } from './rows.ts';
import { createTimeCellReader, type TimeReader } from './time-cell.ts';
import { unfoldedRows } from './unfold.ts';
import { chooseVintages } from './vintages.ts';
import { createZoneReader } from './zone-cell.ts';

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
  /** Readings of other vintages than the one that the spec chooses. */
  readonly otherVintages: number;
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

type ReadAll = (
  rows: readonly Row[],
  entity?: string,
  /** Told of readings, where rows have several, before they are read; may throw. */
  count?: (readings: number) => void,
) => ReadRows;

/** Reads rows of one reading each. */
const createFlatReader = (spec: Spec, clock: Clock, written?: Written): ReadAll => {
  const hasTimes = !isTimeless(spec);
  // Rows of no time are known by whose they are.
  const timeName = hasTimes ? [spec.time.column].flat().join(' ') : (spec.entity ?? '');
  // Typed rows need none, and some specs allow none.
  let reader: TimeReader | undefined;
  const timeReader = (): TimeReader => {
    reader ??= createTimeCellReader(spec, written);
    return reader;
  };
  /** Rows of each form as those of a file of their own. */
  const place = (
    byForm: ReadonlyMap<number, readonly TimedRow[]>,
    seen: ReadonlyMap<number, readonly SeenTime[]>,
  ): Placed => {
    const placed = [...byForm].flatMap(([form, rows]) => {
      const read = timeReader().forms[form];
      if (read === undefined) return [];
      return [createPlacing(read.spec, clock, timeName, read.namesInstants)(rows, seen.get(form) ?? [])];
    });
    const [only, ...others] = placed;
    if (only === undefined) return { rows: [], faults: [] };
    if (others.length === 0) return only;
    return {
      rows: placed.flatMap(({ rows }) => rows).toSorted((a, b) => a.line - b.line),
      faults: placed.flatMap(({ faults }) => faults),
    };
  };
  const issuedIn = createIssuedReader(spec, clock, written);
  const zoneIn = createZoneReader(spec);
  /** Forms of which the times are instants, so that zones of rows say nothing. */
  const instantForms = (rows: readonly Row[]): ReadonlySet<number> => {
    if (zoneIn === undefined) return new Set();
    const { forms, read } = timeReader();
    const kinds = new Map<number, Set<string>>();
    for (const row of rows) {
      if (Object.hasOwn(row, EVENT_TIMESTAMP)) continue;
      const time = read(row);
      if (!('form' in time)) continue;
      const known = kinds.get(time.form);
      if (known === undefined) kinds.set(time.form, new Set([time.kind]));
      else known.add(time.kind);
    }
    return new Set(
      forms.flatMap(({ spec: { time }, namesInstants }, form) => {
        const times = [...(kinds.get(form) ?? [])].map((kind) => ({ kind }));
        return areInstants(time.format, namesInstants, times) ? [form] : [];
      }),
    );
  };
  const values = Object.keys(spec.values).map((column) => createNumberReader(spec, column, written));
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
  const hasIssued = (row: Row): boolean => Object.hasOwn(row, spec.time.issued ?? '');
  const timeOf = (row: Row, isTyped: boolean) => {
    if (!isTyped) return timeReader().read(row);
    const at = instantIn(row[EVENT_TIMESTAMP]);
    return Number.isNaN(at) ? ({ kind: 'unreadable' } as const) : ({ kind: 'typed', at } as const);
  };
  return (rows, given) => {
    const faults: Fault[] = [];
    const timed = new Map<number, TimedRow[]>();
    /** Times of numbered periods, of rows that are refused too. */
    const seen = new Map<number, SeenTime[]>();
    /** Their times are starts of intervals already. */
    const typed: TimedRow[] = [];
    const withoutZones = instantForms(rows);
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
      const isTyped = hasTimes && Object.hasOwn(row, EVENT_TIMESTAMP);
      const at = timeOf(row, isTyped);
      const cell = isTyped ? row[EVENT_TIMESTAMP] : timeReader().written(row);
      if (at.kind === 'missing') {
        refuse('TIME_MISSING', timeName, cell);
        continue;
      }
      if (at.kind === 'unreadable') {
        refuse('TIME_UNREADABLE', timeName, cell);
        continue;
      }
      if (at.kind === 'open') {
        refuse('NOTATION_OPEN', timeName, cell);
        continue;
      }
      if (at.kind === 'local' && at.counted !== undefined) {
        const times = seen.get(at.form) ?? [];
        if (times.length === 0) seen.set(at.form, times);
        times.push({ entity: given ?? entityIn(row), time: at });
      }
      // Of instants, only those count that say it.
      const issued = issuedIn === undefined || (isTyped && !hasIssued(row)) ? undefined : issuedIn(row);
      if (issued === 'open') {
        refuse('NOTATION_OPEN', spec.time.issued ?? '', row[spec.time.issued ?? '']);
        continue;
      }
      if (issuedIn !== undefined && issued === undefined && (!isTyped || hasIssued(row))) {
        refuse('ISSUED_UNREADABLE', 'time.issued', row[spec.time.issued ?? '']);
        continue;
      }
      const entity = given ?? entityIn(row);
      const isInZone = zoneIn !== undefined && 'form' in at && !withoutZones.has(at.form);
      const zone = isInZone ? zoneIn(row, entity) : undefined;
      if (isInZone && zone?.name === undefined) {
        refuse('ZONE_UNKNOWN', 'time.zones', zone?.written);
        continue;
      }
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
        written: cell,
        issued,
      };
      if (at.kind === 'typed') typed.push({ row: open, time: { kind: 'instant', at: at.at } });
      else {
        const alike = timed.get(at.form);
        const one = { row: open, time: at, zone: zone?.name };
        if (alike === undefined) timed.set(at.form, [one]);
        else alike.push(one);
      }
    }
    const placed = place(timed, seen);
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
    const vintages = chooseVintages(plausible, spec.time);
    const settled = deduplicate(vintages.rows, spec.quarantine.conflicts, { timeName, hasTimes });
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
      otherVintages: vintages.others,
    };
  };
};

/** Reads rows as ingest reads those of a file, with the same refusals. */
export const createRowReader = (spec: Spec, clock: Clock, written?: Written): ReadAll => {
  const unfolded = unfoldedRows(spec, written);
  if (unfolded === undefined) return createFlatReader(spec, clock, written);
  const read = createFlatReader(unfolded.spec, clock, written);
  const { series } = unfolded;
  return (rows, given, count) => {
    const flat: Row[] = [];
    /** Of each of these, the line that it is of. */
    const lines: number[] = [];
    const refused: Refusal[] = [];
    for (const [i, row] of rows.entries()) {
      const isTyped = Object.hasOwn(row, EVENT_TIMESTAMP);
      const own = isTyped
        ? [series === undefined || given === undefined ? row : { ...row, [series]: given }]
        : unfolded.rows(row);
      if (typeof own === 'string') {
        const code = own;
        refused.push({
          line: i + 1,
          column: '',
          value: inText(JSON.stringify(row)),
          code,
          reason: reasons[code],
        });
        continue;
      }
      count?.(own.length);
      for (const one of own) {
        flat.push(one);
        lines.push(i + 1);
      }
    }
    // Series are named by their columns.
    const found = read(flat, series === undefined ? given : undefined);
    const onLine = <One extends { readonly line: number }>(one: One): One => ({
      ...one,
      line: lines[one.line - 1] ?? one.line,
    });
    return {
      ...found,
      counted: found.counted.map(onLine),
      refused: [...refused, ...found.refused.map(onLine)].sort((a, b) => a.line - b.line),
    };
  };
};
