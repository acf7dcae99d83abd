import type { SampleColumn } from './columns.ts';

const directionName =
  /(?:^|[^a-z])(?:w?dir|wd|wdir|direction|richtung|bearing|heading|azimuth|angle|winkel)(?:[^a-z]|$)|direction|windrichtung|wind_?dir/i;
const degrees = /°(?!\s*[CFK])|\bdeg(?:rees|T)?\b/i;

/** What kind of quantity a column seems to be of; the warning says what its name and readings speak for. */
export const quantityOf = (
  column: SampleColumn,
  unit: string | undefined,
): { readonly kind?: 'circular' | 'register'; readonly warning?: string } => {
  const numbers = column.cells.flatMap((cell) => column.found.parse(cell) ?? []);
  if (numbers.length === 0) return {};
  const isAngle = numbers.every((number) => (number >= -180 && number <= 360) || Math.abs(number) >= 990);
  if (isAngle && (directionName.test(column.name) || degrees.test(`${column.name} ${unit ?? ''}`))) {
    return {
      kind: 'circular',
      warning: `column '${column.name}' is a direction in degrees by its name: its plain mean has no meaning (an angle is circular); set values.${column.name}.kind: circular, or aggregate: [first]`,
    };
  }
  return {};
};
