import type { SpecInput } from '@wattline/spec';
import { isAmountUnit } from '../amount-units.ts';
import type { SampleColumn } from './columns.ts';
import type { Finding } from './finding.ts';

/** What a column's numbers are, as its name, unit and cells show it. */
export interface FoundKind {
  /** What a spec says of it; nothing of a gauge. */
  readonly input: Pick<SpecInput['values'][string], 'kind' | 'aggregate'>;
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
}

const directionName =
  /(?:^|[^a-z])(?:w?dir|wd|wdir|richtung|bearing|heading|azimuth)(?:[^a-z]|$)|direction|windrichtung|wind_?dir/i;
const angleName = /(?:^|[^a-z])(?:angle|winkel)(?:[^a-z]|$)/i;
const degrees = /°(?!\s*[CFK])|\bdeg(?:rees|T)?\b/i;

const counterName = /total|counter|register|cumul|kumul|zähler|zaehler|meter_?reading|odometer/i;

/** How the readings of a column go up and down, from one to the next of the same series. */
interface Course {
  readonly rises: number;
  readonly falls: number;
  readonly count: number;
}

const courseOf = (series: readonly (readonly number[])[]): Course => {
  let [rises, falls, count] = [0, 0, 0];
  for (const numbers of series) {
    count += numbers.length;
    for (let row = 1; row < numbers.length; row += 1) {
      const step = (numbers[row] ?? 0) - (numbers[row - 1] ?? 0);
      if (step > 0) rises += 1;
      if (step < 0) falls += 1;
    }
  }
  return { rises, falls, count };
};

/** Fewer readings show nothing. */
const FEWEST_COUNTED = 20;
/** Counters begin again now and then. */
const MOST_FALLS = 0.02;

/** Whether readings go as those of a counter: they never fall, or hardly ever and rise mostly. */
const goesAsCounter = ({ rises, falls, count }: Course): boolean =>
  count >= FEWEST_COUNTED &&
  rises >= 3 &&
  (falls === 0 || (falls <= rises * MOST_FALLS && rises >= count * 0.5));

const inSteps = ({ rises, falls }: Course): string =>
  `in the sample it rises ${rises} times from one reading to the next and falls ${falls === 0 ? 'never' : falls === 1 ? 'once' : `${falls} times`}`;

const nothing: FoundKind = { input: {}, evidence: [], warnings: [] };

/** The mean is beside the sum, as it did before there were kinds. */
const MEAN_AND_SUM = ['mean', 'sum'] as const;

const counterOf = ({ name }: SampleColumn, course: Course, isNamed: boolean): FoundKind => {
  const because = `${isNamed ? 'by its name or unit it counts, and ' : ''}${inSteps(course)}`;
  const key = `values.${name}.kind`;
  if (isNamed)
    return {
      input: { kind: 'register', aggregate: [...MEAN_AND_SUM] },
      evidence: [
        { about: name, decision: 'register: a counter', because, alternatives: ['gauge', 'total'], key },
      ],
      warnings: [
        `column '${name}' only grows, as a counter (register) does, and was read as one: its sum is what it counted in an interval, its mean that of its readings; set ${key} to be sure`,
      ],
    };
  // Anything may grow for a while.
  if (course.falls > 0 || course.rises < course.count * 0.5) return nothing;
  return {
    input: {},
    evidence: [{ about: name, decision: 'gauge', because, alternatives: ['register'], key }],
    warnings: [
      `column '${name}' only grows in the sample; if it is a counter (register), its mean is no consumption: set ${key}: register`,
    ],
  };
};

/** What a column is that is a counter, or an amount for each reading, as its name, unit and readings show. */
const amountOf = (column: SampleColumn, course: Course, unit: string | undefined): FoundKind => {
  const { name } = column;
  const hasUnit = isAmountUnit(name) || (unit !== undefined && [unit, `${name} ${unit}`].some(isAmountUnit));
  if (goesAsCounter(course)) return counterOf(column, course, hasUnit || counterName.test(name));
  if (!hasUnit) return nothing;
  const key = `values.${name}.kind`;
  if (course.falls === 0 && course.count < FEWEST_COUNTED)
    return {
      ...nothing,
      warnings: [
        `column '${name}' has the unit of an amount, and its few readings do not show whether they are amounts or a counter: what an interval uses is not their mean; set ${key}: total or register`,
      ],
    };
  return {
    input: { kind: 'total', aggregate: [...MEAN_AND_SUM] },
    evidence: [
      {
        about: name,
        decision: 'total: an amount for each reading',
        because: `its unit is that of an amount, and ${inSteps(course)}`,
        alternatives: ['gauge', 'register'],
        key,
      },
    ],
    warnings: [
      `column '${name}' has the unit of an amount, and what an interval uses is the sum of its readings, not their mean: it was read as a total, its sum beside its mean; set ${key} to be sure`,
    ],
  };
};

/** Angles of less than half a turn have a plain mean. */
const HALF_TURN = 180;

const directionOf = (
  { name }: SampleColumn,
  numbers: readonly number[],
  unit: string | undefined,
): FoundKind | undefined => {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const isAngle = numbers.length > 0 && least >= -180 && most <= 360;
  const isWide = most - least > HALF_TURN;
  const isNamed = directionName.test(name);
  const isInDegrees = angleName.test(name) || degrees.test(`${name} ${unit ?? ''}`);
  if (!isAngle || !(isNamed || (isInDegrees && isWide))) return undefined;
  return {
    input: { kind: 'circular' },
    evidence: [
      {
        about: name,
        decision: 'circular: a direction in degrees',
        because: `${isNamed ? 'its name is that of a direction' : 'its unit is that of an angle'}, and its numbers lie between ${least} and ${most}`,
        alternatives: ['gauge'],
        key: `values.${name}.kind`,
      },
    ],
    warnings: [
      `column '${name}' was read as a direction in degrees (circular: the mean of 350° and 10° is 0°); set values.${name}.kind to be sure`,
    ],
  };
};

/** A column's readings, series by series, in the order of time. */
export type SeriesOf = (column: SampleColumn) => readonly (readonly string[])[];

/** What the numbers of a column are. `markers` are those of its cells that mean no reading. */
export const kindIn = (
  column: SampleColumn,
  unit: string | undefined,
  markers: readonly string[],
  seriesOf: SeriesOf,
): FoundKind => {
  const missing = new Set(markers.map(Number));
  const parsed = (cells: readonly string[]): number[] =>
    cells.flatMap((cell) => {
      const number = column.found.parse(cell);
      return number === undefined || missing.has(number) ? [] : [number];
    });
  return (
    directionOf(column, parsed(column.cells), unit) ??
    amountOf(column, courseOf(seriesOf(column).map(parsed)), unit)
  );
};
