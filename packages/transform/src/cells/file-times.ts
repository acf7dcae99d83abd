import type { Written } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import { isTimeless } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { clockOf } from '../times/clock.ts';
import { dependsOnDay } from '../times/counted-times.ts';
import { backToStart } from '../times/interval-starts.ts';
import { isOnlyInstant } from '../times/only-instant.ts';
import type { CountedRow, Row } from './read-rows.ts';
import { createTimeCellReader, type TimeCell, type TimeReader } from './time-cell.ts';
import { periodsOf } from './time-forms.ts';
import { createZoneReader } from './zone-cell.ts';

type Cells = Readonly<Record<string, string | null>>;
type Time = Extract<TimeCell, { kind: 'local' | 'instant' }>;

/** Writes the times of rows that were read, and count, into files. */
export interface FileTimes {
  /**
   * The cells of a row's time; none where they stay as they are.
   * @throws RejectedError where no file would be read as it is
   */
  readonly cells: (row: Row, counted: CountedRow) => Cells;
  /** Whether other rows of its file decide which instant it is, as it is written. */
  readonly isByFile: (row: Row, counted: CountedRow) => boolean;
}

const ISO_DATE = '2017-12-01'.length;

const dateAndClock = (text: string): readonly string[] => text.split('T');

/**
 * A file of a few rows does not show how its times are written, and rows that were posted by others are beside them.
 * Where a file may have instants they are written as such, which no other row makes another time of.
 */
export const createFileTimes = (spec: Spec, written: Written | undefined): FileTimes => {
  const { time } = spec;
  const times = [time.column].flat();
  const periods = periodsOf(spec).length;
  const clock = clockOf(time.zone);
  const back = backToStart(spec, clock);
  const zoneIn = createZoneReader(spec);
  const mayBeInstants = written?.showsTimes === true || time.format === 'iso';
  const areInstants = mayBeInstants && periods === 0 && times.length <= 2;
  let reader: TimeReader | undefined;
  const read = (row: Row): Time | undefined => {
    reader ??= createTimeCellReader(spec, written);
    const found = reader.read(row);
    return found.kind === 'local' || found.kind === 'instant' ? found : undefined;
  };
  const refuse = (line: number, why: string, remedy: string): never => {
    throw new RejectedError('STORE_NEEDS_FILE_TIMES', `line ${line} ${why}`, {
      place: { line, column: times.join(' ') },
      remedy,
    });
  };
  /** The date before the periods of a day, which are counted alike in every file, but for days on which clocks change. */
  const dateCells = (found: Time, line: number): Cells => {
    const [date, ...more] = times.slice(0, times.length - periods);
    if (found.kind !== 'local' || found.counted === undefined) return {};
    if (dependsOnDay(clock, found.local, found.counted.after))
      refuse(
        line,
        'is of a day on which clocks change, and how its periods are counted shows in a whole file',
        'upload a file with all periods of the day, or leave out store',
      );
    if (written?.showsTimes !== true || date === undefined || more.length > 0) return {};
    return { [date]: new Date(found.local).toISOString().slice(0, ISO_DATE) };
  };
  /** A time that a file shows as the end of the interval that starts then. */
  const endOf = (start: number, line: number): number => {
    const end = back?.endOf(start) ?? start;
    if (back !== undefined && back.asInstant(end) !== start)
      refuse(
        line,
        `is of an interval that no instant is the end of by the clocks of ${time.zone}`,
        'upload it in a file, or leave out store',
      );
    return end;
  };
  return {
    cells: (row, { at, line }) => {
      if (isTimeless(spec)) return {};
      const found = read(row);
      if (found === undefined) return {};
      if (back !== undefined && time.cadences !== 'one' && written?.showsSteps !== false)
        refuse(
          line,
          'names the end of its interval, and how long that is shows in the readings of a whole file',
          "write time.cadence and time.cadences: one in the dataset's spec, upload a file, or leave out store",
        );
      if (periods > 0) return dateCells(found, line);
      if (areInstants) {
        const text = new Date(found.kind === 'instant' ? found.at : endOf(at, line)).toISOString();
        const cells = times.length === 1 ? [text] : dateAndClock(text);
        return Object.fromEntries(times.map((name, i) => [name, cells[i] ?? null]));
      }
      if (reader?.needsFile(row))
        refuse(
          line,
          'has an hour without minutes, and whether hours go from 1 to 24 shows in a whole file',
          'upload a file with all hours of a day, or leave out store',
        );
      return {};
    },
    isByFile: (row, { entity }) => {
      if (isTimeless(spec) || areInstants) return false;
      const found = read(row);
      if (found === undefined) return false;
      // Zones, passes and ends count in a file without instants alone.
      const isByKind = zoneIn !== undefined || time.secondPass !== undefined || back !== undefined;
      if (mayBeInstants && isByKind) return true;
      if (found.kind === 'instant') return false;
      const zone = zoneIn?.(row, entity).name;
      const own = zone === undefined ? clock : clockOf(zone);
      return !isOnlyInstant(
        found.local + (found.counted?.after ?? 0),
        own,
        own === clock ? back : backToStart(spec, own),
      );
    },
  };
};
