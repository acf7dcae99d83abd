import { isPlain, type NumberStyle } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import type { Notation } from '../../kept-upload.ts';
import { columnsOf, type SampleColumn } from './columns.ts';
import type { Inspected } from './inspect-file.ts';

/** Whether a column's texts show how its numbers are written. Whole ones are written alike everywhere. */
const showsStyle = ({ found: { style }, cells }: SampleColumn): boolean =>
  !isPlain(style) || style.decimal === ',' || cells.some((cell) => /\d[.,]|[.,]\d/.test(cell));

const numbersOf = ({ source, readAs }: Pick<Inspected, 'source' | 'readAs'>): Notation['numbers'] => {
  const { table, content } = source;
  // Numbers that have a type are written in no way.
  if (content.kind !== 'text') return [];
  const byStyle = new Map<string, { style: NumberStyle; columns: string[] }>();
  for (const column of columnsOf(table)) {
    const { name, index, found } = column;
    if (!Object.hasOwn(readAs.values, name) || table.typed?.has(index) || !showsStyle(column)) continue;
    const key = JSON.stringify(found.style);
    const one = byStyle.get(key) ?? { style: found.style, columns: [] };
    byStyle.set(key, one);
    one.columns.push(name);
  }
  return [...byStyle.values()].map(({ style: { scales, ...style }, columns }) => ({
    style: {
      ...style,
      ...(scales && { scales: scales.map(({ affix, scale }) => ({ affix, scale: { ...scale } })) }),
    },
    columns,
  }));
};

/** Words that the file has where there is no reading, and its dataset's spec does not. */
const missingOf = (readAs: Spec, spec: Spec): Notation['missing'] =>
  Object.fromEntries(
    Object.entries(readAs.values).flatMap(([name, { missing = [] }]) => {
      const known = new Set(spec.values[name]?.missing);
      const own = missing.filter((word) => !known.has(word));
      return own.length === 0 ? [] : [[name, own]];
    }),
  );

/** How a file is written, as far as it shows it itself. */
export const notationOf = ({
  source,
  spec,
  readAs,
  time: { format, hoursFromOne, issuedFormat },
  sideBySide,
}: Pick<Inspected, 'source' | 'spec' | 'readAs' | 'time' | 'sideBySide'>): Notation => {
  const { secondPass } = readAs.time;
  return {
    time: {
      format,
      hoursFromOne,
      ...(issuedFormat !== undefined && { issuedFormat }),
      ...(secondPass && spec.time.secondPass === undefined && { secondPass }),
    },
    numbers: numbersOf({ source, readAs }),
    missing: missingOf(readAs, spec),
    ...(sideBySide && { header: [...sideBySide] }),
  };
};
