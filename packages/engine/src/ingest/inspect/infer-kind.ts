import type { SpecInput } from '@wattline/spec';
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

/** Units of amounts, such as a meter counts for an interval. */
const amount = /(?:^|[\s_([])(?:[kMGT]?Wh|[kM]?varh|[kMG]?J|kVAh|BTU|therms?)(?:$|[\s_)\]])/;

const isAmount = (column: SampleColumn, unit: string | undefined): boolean =>
  amount.test(column.name) || (unit !== undefined && amount.test(unit));

const counterName = /total|counter|register|cumul|kumul|zähler|zaehler|meter_?reading|odometer/i;

/** Rows that never fall, and mostly rise: what a counter shows. */
const FEWEST_COUNTED = 20;
const growsOnly = (numbers: readonly number[]): boolean => {
  let rises = 0;
  for (let row = 1; row < numbers.length; row += 1) {
    const step = (numbers[row] ?? 0) - (numbers[row - 1] ?? 0);
    if (step < 0) return false;
    if (step > 0) rises += 1;
  }
  return numbers.length >= FEWEST_COUNTED && rises >= numbers.length * 0.5;
};

/** What to say of a column that is a counter, or an amount for each interval, as its readings and its unit show. */
const amountWarning = (
  column: SampleColumn,
  numbers: readonly number[],
  unit: string | undefined,
): string | undefined => {
  const { name } = column;
  const hasUnit = isAmount(column, unit);
  if ((hasUnit || counterName.test(name)) && growsOnly(numbers)) {
    return `column '${name}' only grows, as a counter (register) does: its mean is no consumption; take the difference of its last readings (values.${name}.aggregate: [last], with differences)`;
  }
  return !hasUnit
    ? undefined
    : `column '${name}' has the unit of an amount, and what an interval uses is the sum of its readings, not their mean; set values.${name}.aggregate: [sum] where each reading is for its own interval`;
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

/** What the numbers of a column are. `markers` are those of its cells that mean no reading. */
export const kindIn = (
  column: SampleColumn,
  unit: string | undefined,
  markers: readonly string[],
): FoundKind => {
  const missing = new Set(markers.map(Number));
  const numbers = column.cells.flatMap((cell) => {
    const number = column.found.parse(cell);
    return number === undefined || missing.has(number) ? [] : [number];
  });
  const warning = amountWarning(column, numbers, unit);
  return (
    directionOf(column, numbers, unit) ?? {
      input: {},
      evidence: [],
      warnings: warning === undefined ? [] : [warning],
    }
  );
};
