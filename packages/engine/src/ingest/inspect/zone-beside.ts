import { namesInstants, offsetMinutes } from '@wattline/cells';
import { zoneIn } from '@wattline/time-zones/text';
import type { TimeChoice } from './choose-time.ts';
import { columnsOf, type SampleColumn, type SampleTable } from './columns.ts';

const zoneName =
  /(?:^|[^a-z])(?:tz|zone|time_?zone|zeitzone|fuseau|offset|utc|gmt)(?:[^a-z]|$)|timezone|zeitzone|utcoffset/i;

/** Hours of the clock with signs, or words that mean one offset: what `%Z` and `%z` read. */
const isOffset = (cell: string): boolean =>
  /^[A-Za-z]{3,4}$|^[+-]\d{2}/.test(cell) && offsetMinutes(cell) !== undefined;

/** Winter and summer of one zone, such as CET and CEST. One word alone may be anything: a region called WEST. */
const areBothOfOne = (words: readonly string[]): boolean => {
  const [first, second] = words.map((word) => (/^[A-Z]{3,4}$/.test(word) ? offsetMinutes(word) : undefined));
  return words.length === 2 && first !== undefined && second !== undefined && Math.abs(first - second) === 60;
};

/** A time whose zone is in a column of its own. */
export interface ZoneBeside {
  readonly time: TimeChoice;
  /** The column, where it names IANA zones. */
  readonly zones: string | undefined;
}

const finding = (column: SampleColumn, key: string, decision: string) => ({
  about: column.name,
  decision,
  because: `each of its cells names a zone, such as ${column.cells[0]}`,
  alternatives: [],
  key,
});

/** More are no zones. */
const MOST_ZONES = 200;

/** Whether each time says by itself which instant it is. */
export const areInstants = ({ format, columns }: TimeChoice): boolean =>
  namesInstants(format) ||
  (format === 'iso' && columns.some(({ cells }) => /[+-]\d\d:?\d\d$|Z$/i.test(cells[0] ?? '')));

/** Finds the zone of each row in a column of its own; undefined where there is none, or the times have it already. */
export const zoneBeside = (table: SampleTable, time: TimeChoice): ZoneBeside | undefined => {
  if (areInstants(time) || !/^iso$|%/.test(time.format)) return undefined;
  const column = columnsOf(table).find(({ name, cells, distinct }) => {
    if (time.columns.some((one) => one.name === name) || cells.length < table.rows.length) return false;
    if (distinct > MOST_ZONES) return false;
    const values = [...new Set(cells)];
    return (
      (zoneName.test(name) ||
        values.every((cell) => /^\w+\/\w+(?:\/\w+)?$/.test(cell)) ||
        areBothOfOne(values)) &&
      values.every((cell) => zoneIn(cell) !== undefined && !/^[+-]?\d{1,2}$/.test(cell))
    );
  });
  if (column === undefined) return undefined;
  if (!column.cells.every(isOffset)) {
    return {
      time: { ...time, evidence: [...time.evidence, finding(column, 'time.zones', 'the zone of each row')] },
      zones: column.name,
    };
  }
  const counted = time.columns.length - time.periods.length;
  const isDigits = column.cells.every((cell) => /^[+-]/.test(cell));
  const directive = isDigits ? '%z' : '%Z';
  const format =
    time.format !== 'iso'
      ? `${time.format} ${directive}`
      : time.periods.length > 0
        ? `%Y-%m-%d ${directive}`
        : 'iso';
  return {
    time: {
      ...time,
      columns: [...time.columns.slice(0, counted), column, ...time.columns.slice(counted)],
      format,
      evidence: [...time.evidence, finding(column, 'time.column', 'the offset of each row')],
    },
    zones: undefined,
  };
};
