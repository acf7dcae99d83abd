import type { Written } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import type { Clock } from '../times/clock.ts';
import { createFormReader, type WrittenCell } from './form-reader.ts';
import { formsOf } from './time-forms.ts';

/** When a reading was issued, ms; `open`: another time as one upload is written than as another is. */
export type IssuedCell = number | 'open' | undefined;

const instantOf = (
  cell: WrittenCell,
  clock: Clock,
  { ambiguous, nonexistent }: Spec['time'],
): number | undefined => {
  if (cell.kind === 'unreadable') return undefined;
  if (cell.kind === 'instant') return cell.at;
  const { local, pass } = cell;
  const [first, second = first] = clock.instantsOf(local);
  if (first === undefined) return nonexistent === 'shift' ? clock.shifted(local) : undefined;
  if (pass === 0 && first !== second && ambiguous === 'quarantine') return undefined;
  return pass === 2 || (pass === 0 && ambiguous === 'latest') ? second : first;
};

/**
 * Reads the column that says when a reading was issued: as the uploads have it, else as they have their times, and as
 * ISO 8601, as it is stored; undefined where the spec names no such column.
 */
export const createIssuedReader = (
  spec: Spec,
  clock: Clock,
  written: Written | undefined,
): ((row: Readonly<Record<string, unknown>>) => IssuedCell) | undefined => {
  const { issued } = spec.time;
  if (issued === undefined) return undefined;
  const shown = (written?.notations ?? []).flatMap(({ time }) => time.issuedFormat ?? []);
  const others = shown.length > 0 ? shown : formsOf(spec, written).map(({ format }) => format);
  const readers = [...new Set([...others, 'iso'])].map((format) =>
    createFormReader({ format, hoursFromOne: false }, { periods: [], isStart: false }),
  );
  return (row) => {
    const cell = row[issued];
    if (cell === null || cell === undefined || cell === '') return undefined;
    const found = new Set(readers.map((read) => instantOf(read(cell), clock, spec.time)));
    found.delete(undefined);
    const [at, ...more] = found;
    return more.length > 0 ? 'open' : at;
  };
};
