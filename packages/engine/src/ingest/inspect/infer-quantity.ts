import type { SampleColumn } from './columns.ts';

const directionName =
  /(?:^|[^a-z])(?:w?dir|wd|wdir|direction|richtung|bearing|heading|azimuth|angle|winkel)(?:[^a-z]|$)|direction|windrichtung|wind_?dir/i;
const degrees = /°(?!\s*[CFK])|\bdeg(?:rees|T)?\b/i;

/** What to say of a column whose plain mean has no meaning, as its name and readings show; undefined for others. */
export const quantityWarning = (column: SampleColumn, unit: string | undefined): string | undefined => {
  const numbers = column.cells.flatMap((cell) => column.found.parse(cell) ?? []);
  const isAngle =
    numbers.length > 0 &&
    numbers.every((number) => (number >= -180 && number <= 360) || Math.abs(number) >= 990);
  return isAngle && (directionName.test(column.name) || degrees.test(`${column.name} ${unit ?? ''}`))
    ? `column '${column.name}' is a direction in degrees by its name, and the plain mean of angles has no meaning (350° and 10° make 180°): aggregate it with first, or write it as sine and cosine`
    : undefined;
};
