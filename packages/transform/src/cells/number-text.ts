import { money } from '@wattline/cells';

/** Units that stand beside numbers in files, and change none of them. */
const besideNumbers = /^(?:\p{Sc}|[%‰°]?[\p{L}µ°²³/·]{1,8}|%)$/u;
/** Money of several signs, which files have before numbers. */
const beforeNumbers = new RegExp(`^(?:${money})$`);
const multipliers = ['k', 'K', 'M', 'G'];

/** Whether a number with a unit beside it is read as such. */
export const isBesideNumbers = (unit: string): boolean =>
  (besideNumbers.test(unit) && !multipliers.includes(unit)) || beforeNumbers.test(unit);

/** All digits of a number, without an exponent. */
const inDigits = (number: number): string => {
  const text = String(Math.abs(number));
  const [, whole = '', part = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  const digits = whole + part;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
};

/** A number with its unit, which nobody takes for another: of three decimals alone, the point might group digits. */
export const numberText = (number: number, unit: string): string => {
  const digits = inDigits(number);
  const sign = number < 0 || Object.is(number, -0) ? '-' : '';
  const plain = `${digits}${/^\d{1,3}\.\d{3}$/.test(digits) ? '0' : ''}`;
  return besideNumbers.test(unit) ? `${sign}${plain} ${unit}` : `${sign}${unit} ${plain}`;
};
