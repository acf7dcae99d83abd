import { isHour25, isoMoment, namesInstants } from '@wattline/cells';
import { durationMs, isTimeless, type Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import { RejectedError } from '../../errors.ts';
import { findColumn } from '../read/find-column.ts';
import type { TimeLine } from '../settle/time-line.ts';
import type { TimeReading } from '../times/parse-times.ts';
import { type SampleTable, timeColumns } from './columns.ts';
import type { Finding } from './finding.ts';
import { hoursIn } from './hours-in.ts';
import {
  epochsFor,
  isPlausible,
  readerOf,
  type TimeFormatFound,
  timeFormatOf,
  unitOf,
} from './time-format.ts';

/** How timestamps are read, and what there is to say about it. */
export interface TimesFound {
  readonly time: TimeReading;
  readonly timeLine: Omit<TimeLine, 'label'>;
  /** Whether timestamps say by themselves which instant they mean. */
  readonly areInstants: boolean;
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
}

/** How the times of a dataset's other uploads were written, and whether its spec was found out from one of them. */
export interface EarlierTimes {
  readonly formats: readonly string[];
  readonly inferred: boolean;
}

/** Of formats that fit as well as each other, that of earlier uploads. Throws RejectedError where none of theirs fits. */
const settledFormat = (
  { format, alternatives }: TimeFormatFound,
  { formats, inferred }: EarlierTimes,
  column: string,
  name: string,
): string | undefined => {
  const fitting = [format, ...alternatives];
  const usual = formats.find((earlier) => fitting.includes(earlier));
  if (usual !== undefined || !inferred) return usual;
  const question = `dates in '${column}' of ${name} could be day first or month first (${fitting.join(' or ')}), and the dataset’s uploads before are written otherwise (${formats.join(', ')})`;
  throw new RejectedError('FILE_AMBIGUOUS', question, {
    place: { file: name, column },
    facts: { questions: [{ about: column, question, candidates: fitting, key: 'time.format' }] },
    remedy: `set time.format in the dataset's spec (wattline.yaml), for example ${format}`,
  });
};

const periodsOf = (spec: Spec): readonly string[] => {
  const { periods } = spec.time;
  return periods === undefined ? [] : typeof periods === 'string' ? [periods] : periods;
};

/** The text of the timestamps of a sample, in the order of the file, without the fields that count periods. */
const textsOf = (spec: Spec, table: SampleTable): string[] => {
  const columns = timeColumns(spec);
  const indexes = columns
    .slice(0, columns.length - periodsOf(spec).length)
    .map((column) => table.header.indexOf(column));
  return table.rows
    .map((row) =>
      indexes
        .map((index) => (row[index] ?? '').trim())
        .join(' ')
        .trim(),
    )
    .filter((cell) => cell !== '' && !table.missing.includes(cell));
};

const unreadable = (spec: Spec, name: string, texts: readonly string[]): RejectedError => {
  const columns = timeColumns(spec);
  const [first] = texts;
  const epochs = first === undefined ? [] : epochsFor(first);
  const hint =
    epochs.length === 0 ? '' : `; as ${epochs.map(unitOf).join(' or ')} since 1970 they would be plausible`;
  return new RejectedError(
    'TIME_UNREADABLE',
    `the timestamps in ${columns.join(' and ')} of ${name} have no known format${hint}`,
    {
      place: {
        file: name,
        column: columns.join(' '),
        ...(first === undefined ? {} : { value: first.slice(0, 100) }),
      },
      remedy:
        columns.length > 1
          ? 'set time.format in the spec, for example "%d/%m/%Y %H:%M"; where the last column counts periods of the day, set time.periods, for example 30m'
          : 'set time.format in the spec, for example "%d/%m/%Y %H:%M"',
    },
  );
};

/** Numbers since 1970 in the wrong unit lie thousands of years off. Throws RejectedError, naming the unit that fits. */
const checkUnit = (spec: Spec, name: string, texts: readonly string[]): void => {
  const { format } = spec.time;
  const read = readerOf(format);
  const values = texts.slice(0, 1000);
  const plausible = values.filter((text) => {
    const ms = read(text);
    return ms === undefined || isPlausible(ms);
  });
  const [first = ''] = values;
  if (values.length === 0 || plausible.length * 2 > values.length) return;
  const fitting = epochsFor(first);
  if (fitting.length === 0) return;
  throw new RejectedError(
    'TIME_UNREADABLE',
    `the timestamps in ${timeColumns(spec).join(' and ')} of ${name}, such as ${first}, are no ${unitOf(format)} since 1970: their digits fit ${fitting.map(unitOf).join(' or ')}`,
    {
      place: { file: name, column: timeColumns(spec).join(' '), value: first.slice(0, 100) },
      remedy: `write time.format: ${fitting[0]}`,
    },
  );
};

/** A day with an hour 25 is counted through: as hours of a clock, those behind the change would be an hour late. Throws RejectedError. */
const checkHours = (spec: Spec, name: string, texts: readonly string[]): void => {
  const columns = timeColumns(spec);
  const found = spec.time.periods === undefined && columns.length > 1 ? texts.find(isHour25) : undefined;
  if (found === undefined) return;
  throw new RejectedError(
    'TIME_UNREADABLE',
    `the timestamps in ${columns.join(' and ')} of ${name} count the hours of a day through, to ${found}: they are no hours of a clock`,
    {
      place: { file: name, column: columns.join(' '), value: found.slice(0, 100) },
      remedy: `write time.periods: 1h, and time.format for the date alone, for example "${spec.time.format.replace(/ %[HI].*$/, '')}"; without time.label: end where hour 1 is the first of the day`,
    },
  );
};

/** Whether hours in a column of their own go from 1 to 24. */
const countFromOne = (format: string, texts: readonly string[]): boolean => {
  const isHourly =
    format === 'iso'
      ? texts.every((text) => /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2})?$/.test(text))
      : /%H/.test(format) && !/%[MSpI]|%H.*%H/.test(format);
  if (!isHourly) return false;
  const hours = hoursIn(format, texts);
  return hours.has(24) && !hours.has(0);
};

/** Rows of no time are all of one instant. */
const noTimes = ({ time }: Spec): TimesFound => ({
  time: {
    format: time.format,
    periods: [],
    firstPeriod: 1,
    hoursFromOne: false,
    zoned: time,
    clock: 'instant',
  },
  timeLine: { zoned: time, isWall: false, isLocal: false, timeName: '' },
  areInstants: true,
  evidence: [],
  warnings: [],
});

/**
 * How the timestamps of a table are read by a spec. Throws RejectedError where they cannot be.
 */
export const timesBy = (
  spec: Spec,
  table: SampleTable,
  name: string,
  earlier: EarlierTimes = { formats: [], inferred: false },
): TimesFound => {
  if (isTimeless(spec)) return noTimes(spec);
  const warnings: string[] = [];
  const texts = textsOf(spec, table);
  checkHours(spec, name, texts);
  const found = spec.time.format === 'auto' ? timeFormatOf(texts, { share: 0.3 }) : undefined;
  if (spec.time.format === 'auto' && found === undefined) {
    for (const column of timeColumns(spec)) findColumn(column, 'time.column', { name, header: table.header });
    throw unreadable(spec, name, texts);
  }
  const [timeName = ''] = timeColumns(spec);
  const open = found !== undefined && found.alternatives.length > 0 ? found : undefined;
  const usual = open && settledFormat(open, earlier, timeName, name);
  const format = usual ?? found?.format ?? spec.time.format;
  if (open !== undefined && usual === undefined) {
    warnings.push(
      `dates in '${timeColumns(spec)[0]}' could be day first or month first; day first was taken (${format}); set time.format to be sure`,
    );
  }
  if (spec.time.format.startsWith('epoch')) {
    checkUnit(spec, name, texts);
  }
  const fromOne = spec.time.label === 'start' && periodsOf(spec).length === 0 && countFromOne(format, texts);
  if (fromOne) {
    warnings.push(
      `hours in '${timeColumns(spec).at(-1)}' go from 1 to 24: 1 was read as the first hour of the day; set time.label: end if they name the end of an hour of the clock`,
    );
  }
  const areInstants =
    namesInstants(format) ||
    (format === 'iso' && texts.slice(0, 200).some((text) => isoMoment(text)?.offset !== undefined));
  const isNamedZone = fixedOffsetMs(spec.time.zone) === undefined;
  const { zones, secondPass, issued } = spec.time;
  const issuedAt = issued === undefined ? -1 : table.header.indexOf(issued);
  const issuedFormat =
    issuedAt === -1
      ? undefined
      : timeFormatOf(
          table.rows.map((row) => (row[issuedAt] ?? '').trim()),
          { share: 0.3 },
        )?.format;
  const isLocal = !areInstants && (isNamedZone || zones !== undefined);
  const isWall = isLocal && (spec.time.label === 'end' || secondPass !== undefined || zones !== undefined);
  const idle = areInstants
    ? 'the timestamps say which instant they are'
    : `the clocks of ${spec.time.zone} never go back`;
  if (secondPass !== undefined && !isLocal) {
    warnings.push(
      `time.secondPass ('${secondPass.column}') distinguishes nothing: ${idle}${areInstants ? '' : '; set time.zone to where the times were read'}`,
    );
  }
  if (zones !== undefined && areInstants) {
    warnings.push(`time.zones is not needed: ${idle}`);
  }
  if (zones !== undefined && !areInstants) {
    warnings.push(
      `each row is read in its own zone (time.zones); hours of the day and other calendar columns are those of time.zone (${spec.time.zone})`,
    );
  }
  return {
    time: {
      format,
      periods: periodsOf(spec).map(durationMs),
      firstPeriod: spec.time.firstPeriod ?? 1,
      hoursFromOne: fromOne,
      ...(issuedFormat === undefined ? {} : { issuedFormat }),
      zoned: spec.time,
      clock: isWall ? 'wall' : 'instant',
    },
    timeLine: {
      zoned: spec.time,
      isWall,
      isLocal,
      timeName: timeColumns(spec).join(' '),
    },
    areInstants: areInstants || zones !== undefined,
    evidence:
      usual === undefined
        ? []
        : [
            {
              about: timeName,
              decision: usual,
              because: 'other formats fit as well, and the dataset’s uploads before are written so',
              alternatives: [open?.format ?? '', ...(open?.alternatives ?? [])].filter(
                (other) => other !== usual,
              ),
              key: 'time.format',
            },
          ],
    warnings,
  };
};
