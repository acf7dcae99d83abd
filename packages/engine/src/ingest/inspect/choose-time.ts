import { RejectedError } from '../../errors.ts';
import { assess, clocksBeside, type TimeParts, textsOf } from './clock-columns.ts';
import { columnsOf, hasTimeName, mayHaveTimes, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding } from './finding.ts';
import { hoursIn } from './hours-in.ts';
import { entityOfAttributes } from './infer-attributes.ts';
import { splitColumns } from './split-columns.ts';
import { epochsFor, readerOf, type TimeFormatFound, timeFormatOf, unitOf } from './time-format.ts';

/** The columns of the timestamp, how it is written, and what spoke for that. */
export interface TimeChoice extends TimeParts {
  readonly label: 'start' | 'end';
  readonly alternatives: readonly string[];
  readonly evidence: readonly Finding[];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const because = ({ regularity }: Pick<TimeParts, 'regularity'>, share: number): string =>
  `${percent(share)} of the sampled timestamps fit, ${percent(regularity.steady)} of their steps are alike`;

const isDateOnly = (format: string, cells: readonly string[]): boolean =>
  !/%[HIsT]/.test(format) &&
  !format.startsWith('epoch') &&
  format !== 'excel-days' &&
  (format !== 'iso' || cells.every((cell) => cell.length <= 10));

const DAY = 86_400_000;

const midnight = /[ T]0{1,2}:00(?::00(?:\.0+)?)?$/;

/** The format of dates that all have the same midnight behind them, as spreadsheets write a date: a clock may follow. */
const datesAtMidnight = (format: string, cells: readonly string[]): string | undefined => {
  const found = new Set(cells.map((cell) => midnight.exec(cell)?.[0]));
  const [zeros] = found;
  if (found.size !== 1 || zeros === undefined) return undefined;
  const date = format === 'iso' ? '%Y-%m-%d' : format.replace(/[ T]%H:%M(?::%S)?(?:%\.f)?$/, '');
  return /%[HIM]/.test(date) ? undefined : `${date}${zeros}`;
};

const endName =
  /(?:hour|interval|period|time)[ _-]?end(?:ing|ed)?|ending|^he$|(?:^|[^a-z])end(?:_?time)?$|zeit.?bis|^bis$|^to$/i;

const MINUTE = 60_000;

/** Whether ends are the last minute or second within their interval, as 00:14 is that of a quarter-hour. */
const endWithin = (table: SampleTable, parts: TimeParts): boolean => {
  const read = readerOf(parts.format);
  const times = textsOf(table, parts.columns).flatMap((text) => read(text) ?? []);
  return [MINUTE, 1000].some(
    (least) => times.length > 0 && times.every((at) => (at + least) % (5 * MINUTE) === 0),
  );
};

/** Whether timestamps name the end of their interval: by their name, or by an hour 24 where there is no hour 0. */
const labelOf = (table: SampleTable, parts: TimeParts): { label: 'start' | 'end'; because: string } => {
  const named = parts.columns.find(({ name }) => endName.test(name));
  const isCounted = parts.periods.length > 0 || parts.hoursFromOne;
  if (isCounted || /%[HI].*%[HI]/.test(parts.format)) return { label: 'start', because: '' };
  if (named !== undefined && !endWithin(table, parts))
    return { label: 'end', because: `the name '${named.name}' says so` };
  const texts = textsOf(table, parts.columns);
  const hours = hoursIn(parts.format, texts);
  const read = readerOf(parts.format);
  const isMidnight = (text: string): boolean =>
    hoursIn(parts.format, [text]).has(0) && (read(text) ?? 1) % DAY === 0;
  return hours.has(24) && !(hours.has(0) && texts.some(isMidnight))
    ? { label: 'end', because: `it has an hour 24, and no ${hours.has(0) ? '00:00' : 'hour 0'}` }
    : { label: 'start', because: '' };
};

const chosen = (table: SampleTable, parts: TimeParts, found: TimeFormatFound): TimeChoice => {
  const { label, because: end } = labelOf(table, parts);
  const names = parts.columns.map(({ name }) => name).join(', ');
  return {
    ...parts,
    label,
    alternatives: found.alternatives,
    evidence: [
      ...(label === 'start'
        ? []
        : [
            {
              about: 'time.label',
              decision: 'end',
              because: end,
              alternatives: ['start'],
              key: 'time.label',
            },
          ]),
      {
        about: 'time.column',
        decision: names,
        because: because(parts, found.share),
        alternatives: [],
        key: 'time.column',
      },
      {
        about: 'time.format',
        decision:
          parts.periods.length === 0
            ? parts.format
            : `${parts.format}, then periods of ${parts.periods.join(' and ')} counted from ${parts.firstPeriod}`,
        because: because(parts, found.share),
        alternatives: found.alternatives,
        key: parts.periods.length === 0 ? 'time.format' : 'time.periods',
      },
    ],
  };
};

interface Candidate {
  readonly column: SampleColumn;
  readonly found: TimeFormatFound;
}

const utcName = /(?:^|[^a-z])(?:utc|gmt)(?:[^a-z+-]|$)/i;

/** When a reading was written down, corrected or sent, which is not when it was taken. */
const recordedName =
  /publi(?:sh|cation|[ée])|creat(?:ed|ion)|revis(?:ion|ed)|insert(?:ed)?|received|modifi|retrieved|upload|ingest|^last[ _]?updated?$|(?<!last_)updated?[ _]?(?:at|on|time|date)?$/i;

const rank = ({ column, found }: Candidate): number =>
  (hasTimeName(column.name) ? 1 : 0) +
  found.regularity.steady +
  (isDateOnly(found.format, column.cells) ? 0 : 0.5) +
  // What was written down when, at random, is no axis of time.
  found.regularity.inOrder +
  // Beside a local time it needs no zone.
  (utcName.test(column.name) ? 0.2 : 0) -
  (recordedName.test(column.name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')) ? 0.75 : 0) -
  column.index / 1000;

/** How one column does as the time, without a clock beside it. */
const alone = (table: SampleTable, column: SampleColumn, format: string): TimeParts | undefined =>
  assess(table, {
    columns: [column],
    format,
    periods: [],
    firstPeriod: 1,
    isNamed: true,
    hoursFromOne: false,
  });

/** Finds the timestamp in a table; undefined where no column is one. */
export const chooseTime = (table: SampleTable): TimeChoice | undefined => {
  const columns = columnsOf(table);
  const candidates = columns
    .filter((column) => column.kind === 'time')
    .flatMap((column): Candidate[] => {
      const found = timeFormatOf(column.cells, { numbers: mayHaveTimes(column.name, column.cells) });
      return found === undefined ? [] : [{ column, found }];
    })
    .sort((a, b) => rank(b) - rank(a));
  const split = splitColumns(table, columns);
  const [best] = candidates;
  if (split !== undefined && (best === undefined || isDateOnly(best.found.format, best.column.cells))) {
    return chosen(table, split, {
      format: split.format,
      share: 1,
      regularity: split.regularity,
      alternatives: [],
    });
  }
  if (best === undefined) {
    return undefined;
  }
  const { column, found } = best;
  const single = alone(table, column, found.format);
  if (single === undefined) {
    return undefined;
  }
  const atMidnight = single.repeats > 0 ? datesAtMidnight(found.format, column.cells) : undefined;
  if (atMidnight === undefined && !isDateOnly(found.format, column.cells)) {
    return chosen(table, single, found);
  }
  const [clock] = clocksBeside(
    table,
    [column],
    // A clock has to follow.
    atMidnight ?? (found.format === 'iso' ? '%Y-%m-%d' : found.format),
    columns.filter((other) => other !== column),
  );
  const helps =
    clock !== undefined && (clock.repeats < single.repeats || (single.repeats === 0 && clock.repeats === 0));
  return chosen(table, helps && hasMoreTimes(table, clock, single) ? clock : single, found);
};

/** One column as the timestamp; undefined where it has none. */
export const timeOf = (table: SampleTable, column: SampleColumn): TimeChoice | undefined => {
  const found = timeFormatOf(column.cells, { numbers: mayHaveTimes(column.name, column.cells) });
  if (found === undefined) return undefined;
  const parts = alone(table, column, found.format);
  return parts === undefined ? undefined : chosen(table, parts, found);
};

/** A clock parts the rows of a day. */
const hasMoreTimes = (table: SampleTable, clock: TimeParts, date: TimeParts): boolean =>
  clock.repeats < date.repeats ||
  table.rows.length < 2 ||
  clock.columns[1]?.cells.some((cell) => cell.includes(':')) === true;

/** Of a table of what entities are. */
const attributesRemedy = (table: SampleTable): string => {
  const entity = entityOfAttributes(table);
  return entity === undefined
    ? ''
    : `if it has one row for each '${entity}' and no times, write a spec (wattline.yaml) with time: none and entity: ${entity}; else `;
};

/** What to say where no timestamp was found. */
export const noTime = (table: SampleTable, name: string): RejectedError => {
  const columns = columnsOf(table);
  const suspect = columns.find((column) => hasTimeName(column.name) && column.cells.length > 0);
  if (suspect === undefined) {
    return new RejectedError(
      'TIME_COLUMN_NOT_FOUND',
      `${name} has no column of timestamps; it has ${columns.map((column) => column.name).join(', ')}`,
      {
        place: { file: name },
        remedy: `${attributesRemedy(table)}write a spec (wattline.yaml) that names time.column and time.format, for example "%d/%m/%Y %H:%M"; a time in several columns is time.column: [year, month, day, hour]. Where the columns themselves are wrong, name what parts them (file.delimiter)`,
      },
    );
  }
  const value = suspect.cells[0] ?? '';
  const epochs = epochsFor(value);
  const hint =
    epochs.length === 0 ? '' : `; as ${epochs.map(unitOf).join(' or ')} since 1970 they would be plausible`;
  return new RejectedError(
    'TIME_UNREADABLE',
    `the timestamps in column '${suspect.name}' of ${name} have no known format${hint}`,
    {
      place: { file: name, column: suspect.name, value: value.slice(0, 100) },
      remedy: `${attributesRemedy(table)}write a spec (wattline.yaml) that names time.column and time.format, for example "%d/%m/%Y %H:%M"`,
    },
  );
};
