import type { Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { type SampleTable, timeColumns } from '../inspect/columns.ts';

/** What of a timestamp is finer than a millisecond, by its format; of text, beyond three digits of a second. */
const beyond = (format: string): RegExp => {
  switch (format) {
    case 'epoch-seconds':
      return /(?<=[.,]\d{3})\d+$/;
    case 'epoch-milliseconds':
      return /[.,]\d+$/;
    case 'epoch-microseconds':
      return /\d{3}(?:[.,]\d*)?$/;
    case 'epoch-nanoseconds':
      return /\d{6}(?:[.,]\d*)?$/;
    default:
      return /(?<=:\d\d[.,]\d{3})\d+/;
  }
};

/**
 * Throws RejectedError where readings of one series come more often than once a millisecond, as the sample shows: that is
 * how far times are kept, and readings would be taken for ones of the same time.
 */
export const refuseTooFine = (file: {
  readonly name: string;
  readonly table: SampleTable;
  readonly spec: Spec;
  readonly format: string;
}): void => {
  const { name, table, spec } = file;
  const finer = beyond(file.format);
  const times = timeColumns(spec);
  const indices = (names: readonly string[]): number[] =>
    names.map((column) => table.header.indexOf(column)).filter((index) => index >= 0);
  const [ofTime, ofSeries] = [indices(times), indices(spec.entity?.split(' + ') ?? [])];
  const cells = (row: readonly string[], which: readonly number[]): string =>
    which.map((index) => row[index]?.trim() ?? '').join(' ');
  const seen = new Map<string, string>();
  for (const row of table.rows) {
    const time = cells(row, ofTime);
    if (!finer.test(time)) continue;
    const key = `${cells(row, ofSeries)}\u001f${time.replace(finer, '')}`;
    const before = seen.get(key);
    seen.set(key, time);
    if (before === undefined || before === time) continue;
    throw new RejectedError(
      'TIME_TOO_FINE',
      `readings of ${name} come more than once a millisecond (${before} and ${time}), and times are kept to the millisecond`,
      {
        place: { file: name, column: times.join(' + '), value: time },
        remedy: 'average or thin the readings to one a millisecond or fewer before they are uploaded',
      },
    );
  }
};
