import { columnsOf, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding } from './finding.ts';

/** A column that distinguishes the passes of an hour that occurs twice. */
export interface SecondPassFound {
  readonly column: string;
  readonly values: readonly string[];
  readonly evidence: Finding;
  /** A time of which the column distinguishes the passes, as the file has it. */
  readonly example: string;
}

const flagName =
  /dst|daylight|summer|sommer|(?:ete|été)$|estate|zomer|verano|ora_?legale|repeat|second_?pass|duplicate_?hour|hour_?flag|fold|ambiguous|saison|season|winter|^flag$|time_?zone|^tz$|zone_?abbr|zeitzone/i;
/** Names of columns whose yes means the second pass. */
const secondName = /repeat|second|duplicate|fold|ambiguous|winter|standard/i;

const yes = /^(?:y|yes|1|1\.0|true|t|ja|j|oui|o|si|sí|s|x)$/i;
const no = /^(?:n|no|0|0\.0|false|f|nein|non|nee)?$/i;
const firstWord = /^(?:a|[a-z]{1,3}dt|[a-z]{1,3}est|cest|mesz|bst|ist|dst|summer|sommer(?:zeit)?|sz|s)$/i;
const secondWord =
  /^(?:b|[a-z]{1,3}st|[a-z]{1,2}t|mez|cet|wet|eet|gmt|st|std|standard|winter(?:zeit)?|normal(?:zeit)?|nz|wz|w)$/i;

const isFirst = (value: string): boolean =>
  /^(?:bst|aest|acst|awst|nzst|hst|jst|kst)$/i.test(value)
    ? value.toLowerCase() === 'bst'
    : firstWord.test(value);

/** Which of two values is the second pass by what they mean; undefined where they mean nothing that is known. */
const secondByMeaning = (name: string, values: readonly string[]): string | undefined => {
  const words = values.filter((value) => secondWord.test(value) && !isFirst(value));
  if (words.length === 1 && values.some(isFirst)) return words[0];
  const [positive, negative] = [
    values.find((value) => yes.test(value)),
    values.find((value) => no.test(value)),
  ];
  if (positive === undefined || negative === undefined) return undefined;
  if (secondName.test(name)) return positive;
  return undefined;
};

interface Group {
  readonly text: string;
  readonly rows: number[];
}

const groupsBy = (table: SampleTable, columns: readonly SampleColumn[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const [row, cells] of table.rows.entries()) {
    const text = columns.map(({ index }) => (cells[index] ?? '').trim()).join(' ');
    const group = groups.get(text) ?? { text, rows: [] };
    group.rows.push(row);
    groups.set(text, group);
  }
  return [...groups.values()];
};

/** Hours that occur twice are few: once a year, and some readings each. */
const MOST_SHARE = 0.1;
/** Quarter-hours of one hour. */
const MOST_IN_SHORT = 4;
const MOST_HOUR = 4;
/** Clocks go back once a year; a flag that parts times more often is something else. */
const DAYS_BETWEEN = 180;

const daysIn = (groups: readonly Group[]): number =>
  new Set(groups.map(({ text }) => /^[^\sT]*/.exec(text)?.[0])).size;

const hourIn = (text: string): number | undefined => {
  const clock = /(?:^|[T\s])(\d{1,2})(?::\d{2}|\s|$)/.exec(text.replace(/^\S+[T\s]/, ' '));
  return clock === null ? undefined : Number(clock[1]);
};

/**
 * A column of flags that parts rows which share their time, at night, on hardly any day: by its name or its values, and
 * by what the rows show. `columns` make up the time.
 */
export const secondPassIn = (
  table: SampleTable,
  columns: readonly SampleColumn[],
  isDescending = false,
): SecondPassFound | undefined => {
  const candidates = columnsOf(table).filter((column) => {
    if (columns.includes(column) || column.distinct > 3 || column.distinct === 0) return false;
    const values = [...new Set(column.cells)];
    return (
      flagName.test(column.name) || values.every((value) => /^[ab]$/i.test(value)) || values.some(isFirst)
    );
  });
  if (candidates.length === 0) return undefined;
  const groups = groupsBy(table, columns);
  const cellOf = (row: number, { index }: SampleColumn): string => (table.rows[row]?.[index] ?? '').trim();
  for (const column of candidates) {
    const parted = groups.filter(({ rows }) => new Set(rows.map((row) => cellOf(row, column))).size > 1);
    const atNight = parted.every(({ text }) => (hourIn(text) ?? 0) <= MOST_HOUR);
    const [example] = parted;
    if (
      example === undefined ||
      parted.length > Math.max(MOST_IN_SHORT, groups.length * MOST_SHARE) ||
      daysIn(parted) > 1 + daysIn(groups) / DAYS_BETWEEN ||
      !atNight
    )
      continue;
    const values = [...new Set(parted.flatMap(({ rows }) => rows.map((row) => cellOf(row, column))))];
    if (values.length !== 2) continue;
    const meant = secondByMeaning(column.name, values);
    const later = cellOf(example.rows.at(isDescending ? 0 : -1) ?? 0, column);
    const earlier = cellOf(example.rows.at(isDescending ? -1 : 0) ?? 0, column);
    // What a flag such as DST says of an hour is not the same everywhere: the order of the rows shows it.
    const second = meant ?? (earlier === later ? undefined : later);
    if (second === undefined) continue;
    return {
      column: column.name,
      values: [second],
      example: example.text,
      evidence: {
        about: column.name,
        decision: `'${second}' is the second pass of an hour that occurs twice`,
        because: `it parts ${parted.length} time${parted.length === 1 ? '' : 's'} that several rows share, such as ${example.text}${meant === undefined ? ', and its rows come later' : ''}`,
        alternatives: values.filter((value) => value !== second),
        key: 'time.secondPass',
      },
    };
  }
  return undefined;
};

const DAY = 86_400_000;

/** Zones whose clocks go back on a day: the last Sunday of October, or the first of November or April. */
export const zonesOfChange = (day: number): readonly string[] => {
  const date = new Date(day);
  const isSunday = date.getUTCDay() === 0;
  const month = date.getUTCMonth();
  if (isSunday && month === 9 && new Date(day + 7 * DAY).getUTCMonth() === 10)
    return ['Europe/Berlin', 'Europe/Paris', 'Europe/London', 'Europe/Madrid', 'Europe/Helsinki'];
  if (isSunday && month === 10 && date.getUTCDate() <= 7)
    return ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'];
  if (isSunday && month === 3 && date.getUTCDate() <= 7)
    return ['Australia/Sydney', 'Australia/Adelaide', 'Pacific/Auckland'];
  return [];
};
