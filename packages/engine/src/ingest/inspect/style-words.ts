import { isPlain, type NumberStyle } from '@wattline/cells';
import { type FoundStyle, isMultiplied } from './number-styles.ts';

/** A style as messages show it; undefined for numbers as programs write them. */
export const styleInWords = (style: NumberStyle): string | undefined => {
  if (isPlain(style) && style.decimal === '.') {
    return undefined;
  }
  const words = [
    style.decimal === ',' ? "decimal sign ','" : '',
    style.thousands === '' ? '' : `thousands grouped by '${style.thousands}'`,
    style.affix === '' || style.scales !== undefined ? '' : `'${style.affix}' beside each number`,
    style.scales === undefined
      ? ''
      : isMultiplied(style)
        ? `multiplied as ${style.scales.map(({ affix }) => affix).join(', ')} says`
        : `converted to ${style.affix} from ${style.scales.map(({ affix }) => affix).join(', ')}`,
    style.signs ? 'minus signs of other kinds' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
};

/** What to say of a column whose cells have several units. */
export const convertedCells = ({
  name,
  found,
}: {
  readonly name: string;
  readonly found: FoundStyle;
}): string[] => {
  const { affix, scales } = found.style;
  if (scales !== undefined && isMultiplied(found.style)) {
    return [
      `numbers in column '${name}' have ${scales.map((one) => `'${one.affix}'`).join(', ')} beside them, and were multiplied by ${scales.map((one) => one.scale.multiply.toLocaleString('en')).join(', ')}; write them in full to be sure`,
    ];
  }
  return scales === undefined
    ? []
    : [
        `cells in column '${name}' have several units: those in ${scales.map((one) => one.affix).join(', ')} were converted to ${affix}; set values.${name}.unit to be sure`,
      ];
};
