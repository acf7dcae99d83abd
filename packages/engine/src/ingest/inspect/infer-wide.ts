import type { Wide } from '../layouts/wide.ts';
import { columnsOf, hasSeriesName, type SampleColumn, type SampleTable } from './columns.ts';

/** Readings of a day, and with the hour that occurs twice. */
const perDay: readonly (readonly [counts: readonly number[], every: string])[] = [
  [[24, 25], '1h'],
  [[48, 50], '30m'],
  [[96, 100], '15m'],
  [[288, 300], '5m'],
];

interface Place {
  readonly prefix: string;
  readonly number: number;
}

const DAY_MINUTES = 24 * 60;

/** A column's place in a row of readings: `HH07` is 7, `06:30` and `06 - 07` are minutes of the day; undefined for other names. */
const placeOf = (name: string): Place | undefined => {
  const clock = /^(?:[A-Za-z_]*)?(\d{1,2})[:.h](\d{2})(?::00)?(?:[ -].*)?$/.exec(name);
  if (clock !== null) return { prefix: ':', number: Number(clock[1]) * 60 + Number(clock[2]) };
  const interval = /^\D{0,5}(\d{1,2}) ?[-–] ?(\d{1,2})$/.exec(name);
  if (interval !== null && (Number(interval[1]) + 1) % 24 === Number(interval[2]) % 24) {
    return { prefix: ':', number: Number(interval[1]) * 60 };
  }
  const counted = /^(.*?)(\d{1,3})(?:[_ ]?(?:h|hr|hour|uhr))?$/i.exec(name);
  return counted === null || hasSeriesName(counted[1] ?? '')
    ? undefined
    : { prefix: counted[1] ?? '', number: Number(counted[2]) };
};

/** From one column to the next; the end of a day may be called 00:00. */
const stepTo = (place: Place, before: Place): number =>
  place.prefix === ':' && place.number === 0 && before.number > 0
    ? DAY_MINUTES - before.number
    : place.number - before.number;

const isReading = ({ kind, cells }: SampleColumn): boolean => kind === 'numeric' || cells.length === 0;

/** Columns that hold the readings of a day, one after the other; undefined where the table has no such row. */
export const wideColumns = (table: SampleTable): Wide | undefined => {
  const columns = columnsOf(table);
  let run: SampleColumn[] = [];
  let best: SampleColumn[] = [];
  let step: number | undefined;
  for (const column of columns) {
    const place = isReading(column) ? placeOf(column.name) : undefined;
    const before = run.length === 0 ? undefined : placeOf(run.at(-1)?.name ?? '');
    const by = place === undefined || before === undefined ? undefined : stepTo(place, before);
    const goesOn =
      by !== undefined && by > 0 && place?.prefix === before?.prefix && (step === undefined || by === step);
    if (goesOn) {
      step = by;
      run.push(column);
    } else {
      run = place === undefined ? [] : [column];
      step = undefined;
    }
    if (run.length > best.length) best = [...run];
  }
  const every = perDay.find(([counts]) => counts.includes(best.length))?.[1];
  const [first, last] = [best[0]?.name, best.at(-1)?.name];
  return every === undefined || first === undefined || last === undefined
    ? undefined
    : { columns: [first, last], every, value: 'value' };
};
