import { namesInstants, type Written } from '@wattline/cells';
import { isTimeless, NO_TIME } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { createFormReader, isIsoHour, type WrittenCell } from './form-reader.ts';
import { formsOf, isHoursAlone, periodsOf, refuseOpen } from './time-forms.ts';

/** A row's time as it is written; which of the dataset's forms it has. */
export type TimeCell =
  | (Exclude<WrittenCell, { kind: 'unreadable' }> & { readonly form: number })
  | { readonly kind: 'missing' }
  /** It is another time as one upload of the dataset is written than as another is. */
  | { readonly kind: 'open' }
  | { readonly kind: 'unreadable' };

/** One of the ways in which times are written. */
interface TimeForm {
  /** The spec, as it would be if it said so. */
  readonly spec: Spec;
  readonly namesInstants: boolean;
}

/** Reads the time of a row's cells. */
export interface TimeReader {
  /** Its columns, with a blank between. */
  readonly name: string;
  /** The time, and by the place of its form, how it is written. */
  readonly read: (row: Readonly<Record<string, unknown>>) => TimeCell;
  /** The time as the row has it. */
  readonly written: (row: Readonly<Record<string, unknown>>) => unknown;
  readonly forms: readonly TimeForm[];
  /** Whether a time is an hour alone: as the first of a file, it may be one of 1 to 24. */
  readonly needsFile: (row: Readonly<Record<string, unknown>>) => boolean;
}

const missing: TimeCell = { kind: 'missing' };
const unreadable: TimeCell = { kind: 'unreadable' };
const open: TimeCell = { kind: 'open' };

type Cells = Readonly<Record<string, unknown>>;

const isSame = (one: TimeCell, other: WrittenCell): boolean =>
  one.kind === 'local'
    ? other.kind === 'local' &&
      one.local === other.local &&
      one.pass === other.pass &&
      one.counted?.after === other.counted?.after
    : one.kind === 'instant' && other.kind === 'instant' && one.at === other.at;

/** Of rows that are of no time. */
const withoutTimes = (spec: Spec): TimeReader => {
  const time: TimeCell = { kind: 'instant', at: Date.parse(NO_TIME), form: 0 };
  return {
    name: '',
    read: () => time,
    written: () => null,
    forms: [{ spec, namesInstants: true }],
    needsFile: () => false,
  };
};

/**
 * @param written how the dataset's uploads are written, where that is known
 * @throws RejectedError where times can be read in a whole file alone
 */
export const createTimeCellReader = (spec: Spec, written?: Written): TimeReader => {
  if (isTimeless(spec)) return withoutTimes(spec);
  const forms = formsOf(spec, written);
  refuseOpen(spec, forms);
  const { column } = spec.time;
  const columns = typeof column === 'string' ? [column] : column;
  const [only = ''] = columns;
  const found = written?.notations.flatMap(({ time }) => time.secondPass ?? [])[0];
  const secondPass = spec.time.secondPass ?? (found && { column: found.column, values: [...found.values] });
  const timeIn = (row: Cells): unknown => {
    if (columns.length === 1) return row[only];
    const cells = columns.map((name) => row[name] ?? null);
    return cells.includes(null) ? null : cells.map((cell) => String(cell).trim()).join(' ');
  };
  const second = new Set(secondPass?.values.map((value) => value.trim().toLowerCase()));
  const passIn = (row: Cells): 0 | 1 | 2 =>
    secondPass === undefined
      ? 0
      : second.has(
            String(row[secondPass.column] ?? '')
              .trim()
              .toLowerCase(),
          )
        ? 2
        : 1;
  const isStart = spec.time.label === 'start';
  const periods = periodsOf(spec);
  const { firstPeriod } = spec.time;
  const readers = forms.map((form) => createFormReader(form, { periods, firstPeriod, isStart }));
  const withPass = (time: TimeCell, row: Cells): TimeCell =>
    secondPass === undefined || time.kind !== 'local' || time.pass !== 0
      ? time
      : { ...time, pass: passIn(row) };
  return {
    name: columns.join(' '),
    written: timeIn,
    forms: forms.map(({ format }) => ({
      spec: { ...spec, time: { ...spec.time, format, ...(secondPass && { secondPass }) } },
      namesInstants: namesInstants(format),
    })),
    needsFile: (row) =>
      isStart &&
      periods.length === 0 &&
      forms.some(
        ({ format }) => isHoursAlone(format) || (format === 'iso' && isIsoHour(String(timeIn(row)).trim())),
      ),
    read: (row) => {
      const cell = timeIn(row);
      if (cell === null || cell === undefined || cell === '') return missing;
      let time: TimeCell = unreadable;
      for (let form = 0; form < readers.length; form += 1) {
        const one = readers[form]?.(cell);
        if (one === undefined || one.kind === 'unreadable') continue;
        if (time.kind === 'unreadable') time = { ...one, form };
        else if (!isSame(time, one)) return open;
      }
      return withPass(time, row);
    },
  };
};
