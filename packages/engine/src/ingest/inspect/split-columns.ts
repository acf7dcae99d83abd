import { assess, clocksBeside, type TimeParts } from './clock-columns.ts';
import { partNames } from './clock-names.ts';
import type { SampleColumn, SampleTable } from './columns.ts';

interface Part {
  readonly directive: string;
  readonly column: SampleColumn;
  readonly least: number;
  readonly most: number;
}

const rangeOf = (column: SampleColumn): Pick<Part, 'least' | 'most'> | undefined => {
  if (column.cells.length === 0 || !column.cells.every((cell) => /^\d{1,4}(?:\.0+)?$/.test(cell)))
    return undefined;
  const numbers = [...new Set(column.cells.map(Number))];
  return { least: Math.min(...numbers), most: Math.max(...numbers) };
};

const partsOf = (columns: readonly SampleColumn[]): Part[] => {
  const found: Part[] = [];
  for (const [directive, name, most] of partNames) {
    // MM is a month, mm are minutes: the case decides where both are there.
    const named = columns.filter(
      (column) => name.test(column.name) && !found.some((part) => part.column === column),
    );
    const column = directive === 'M' ? (named[0] ?? columns.find(({ name: it }) => it === 'mm')) : named[0];
    const range = column === undefined ? undefined : rangeOf(column);
    if (column === undefined || range === undefined || found.some((part) => part.column === column)) continue;
    if (range.most <= most) found.push({ directive, column, ...range });
  }
  return found;
};

/** Year, month, day and clock in columns of their own, by their names and ranges. */
export const splitColumns = (table: SampleTable, columns: readonly SampleColumn[]): TimeParts | undefined => {
  const found = partsOf(columns);
  const of = (directive: string) => found.find((part) => part.directive === directive);
  const year = of('Y');
  const days = [of('m'), of('d')].every((part) => part !== undefined) ? ['m', 'd'] : ['j'];
  const isMonthly = of('m') !== undefined && of('d') === undefined && of('j') === undefined;
  if (year === undefined || (!isMonthly && days.some((day) => of(day) === undefined))) return undefined;
  const hour = of('H');
  const wanted = [
    'Y',
    ...(isMonthly ? ['m'] : days),
    ...(hour === undefined ? [] : ['H', ...(of('M') === undefined ? [] : ['M', 'S'])]),
  ];
  const used = found.filter(({ directive }) => wanted.includes(directive));
  const format = used
    .map(({ directive }) => (directive !== 'Y' ? `%${directive}` : year.most > 99 ? '%Y' : '%y'))
    .join(' ');
  const dates = used.map(({ column }) => column);
  const alone = assess(table, {
    columns: dates,
    format,
    periods: [],
    firstPeriod: 1,
    isNamed: true,
    hoursFromOne: hour !== undefined && hour.least === 1 && hour.most === 24,
  });
  if (hour !== undefined || alone === undefined || alone.repeats === 0) return alone;
  const [clock] = clocksBeside(
    table,
    dates,
    format,
    columns.filter((column) => !dates.includes(column)),
  );
  return clock !== undefined && clock.repeats < alone.repeats ? clock : alone;
};
