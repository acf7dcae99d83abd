import type { Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { type SampleTable, timeColumns } from './columns.ts';
import { timeFormatOf } from './time-format.ts';

/** The format of the timestamps: what the spec says, else what the sample shows. */
export const timeFormatFor = (spec: Spec, table: SampleTable, name: string, warnings: string[]): string => {
  if (spec.time.format !== 'auto') {
    return spec.time.format;
  }
  const indexes = timeColumns(spec).map((column) => table.header.indexOf(column));
  const sample = table.rows
    .map((row) =>
      indexes
        .map((index) => (row[index] ?? '').trim())
        .join(' ')
        .trim(),
    )
    .filter((cell) => !table.missing.includes(cell));
  const found = timeFormatOf(sample, 0.5);
  const column = timeColumns(spec).join(' and ');
  if (found === undefined) {
    throw new RejectedError(
      'TIME_UNREADABLE',
      `the timestamps in ${column} of ${name} have no known format`,
      {
        place: { file: name, column, ...(sample[0] === undefined ? {} : { value: sample[0].slice(0, 100) }) },
        remedy: 'set time.format in the spec, for example "%d/%m/%Y %H:%M"',
      },
    );
  }
  if (found.ambiguous) {
    warnings.push(
      `dates in '${column}' could be day first or month first; day first was taken (${found.format}); set time.format to be sure`,
    );
  }
  return found.format;
};

/** Whether timestamps say by themselves which instant they mean. */
export const nameInstants = (spec: Spec, format: string, table: SampleTable): boolean => {
  if (format.startsWith('epoch') || format.includes('%z')) return true;
  const cell = timeColumns(spec)
    .map((column) => table.rows[0]?.[table.header.indexOf(column)] ?? '')
    .join(' ');
  return format === 'iso' && /(Z|[+-]\d\d:?\d\d)$/i.test(cell.trim());
};
