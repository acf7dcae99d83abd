import type { SampleColumn } from './columns.ts';

const directionName =
  /(?:^|[^a-z])(?:w?dir|wd|wdir|direction|richtung|bearing|heading|azimuth|angle|winkel)(?:[^a-z]|$)|direction|windrichtung|wind_?dir/i;
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

/** What to say of a column whose plain mean has no meaning, as its name and readings show; undefined for others. */
export const quantityWarning = (column: SampleColumn, unit: string | undefined): string | undefined => {
  const numbers = column.cells.flatMap((cell) => column.found.parse(cell) ?? []);
  const isAngle =
    numbers.length > 0 &&
    numbers.every((number) => (number >= -180 && number <= 360) || Math.abs(number) >= 990);
  const isDirection =
    isAngle && (directionName.test(column.name) || degrees.test(`${column.name} ${unit ?? ''}`));
  return isDirection
    ? `column '${column.name}' is a direction in degrees by its name, and the plain mean of angles has no meaning (350° and 10° make 180°): aggregate it with first, or write it as sine and cosine`
    : amountWarning(column, numbers, unit);
};
