import { isTimeless, type Spec } from '@wattline/spec';
import { totalTest } from '../read/other-lines.ts';
import { otherLinesWarning } from '../read/other-lines-warning.ts';
import type { Quarantine } from '../read/quarantine.ts';
import type { RangeRows } from '../read/range-rows.ts';
import { unshownDays } from '../times/counted-days.ts';
import { lateColumns } from './first-readings.ts';

const conflictWarning = (quarantine: Quarantine, conflicts: Spec['quarantine']['conflicts']): string[] => {
  const replaced = quarantine.tallies().find(({ code }) => code === 'CONFLICT_REPLACED');
  if (replaced === undefined) return [];
  const { line, value } = replaced.first;
  return [
    `${replaced.count} reading${replaced.count === 1 ? ' has' : 's have'} the same time as another, different one of the same series (the first on line ${line}, for ${value}): the ${conflicts} in the file counts, the others are in quarantine`,
  ];
};

const skippedWarning = (quarantine: Quarantine, zone: string): string[] => {
  const skipped = quarantine.tallies().find(({ code }) => code === 'TIME_SKIPPED');
  if (skipped === undefined) return [];
  const { count, first } = skipped;
  return [
    `${count} reading${count === 1 ? ' is' : 's are'} at a local time that the clocks of ${zone} skip${first.value === undefined ? '' : ` (${first.value})`}: where the file keeps standard time all year, set time.zone to its fixed offset, such as +01:00`,
  ];
};

const openDaysWarning = ({ times }: RangeRows, zone: string): string[] => {
  const [first, ...more] = unshownDays(
    times.map(({ days }) => days),
    zone,
  );
  if (first === undefined) return [];
  const date = new Date(first).toISOString().slice(0, 10);
  return [
    `clocks change on ${date}${more.length === 0 ? '' : ` and ${more.length} more`}, and nothing in the file shows whether periods of that day are counted through from midnight or named by the clock: they were read as counted through, which is an hour off where they are not; upload the whole day`,
  ];
};

const vintageWarning = ({ time }: Spec, others: number): string[] => {
  if (others === 0) return [];
  const { vintage = 'latest' } = time;
  const words =
    typeof vintage === 'object'
      ? `issued last, at least ${vintage.lead} before`
      : `issued ${vintage === 'first' ? 'first' : 'last'}`;
  return [
    `${others} readings are left out, as others were issued for the same time: the one ${words} counts (time.vintage)`,
  ];
};

const MOST_TOTALS = 3;

/** Entities that are called as totals are, and have all that others have. */
const totalsWarning = ({ entities }: RangeRows, spec: Spec, header: readonly string[]): string[] => {
  if (!isTimeless(spec)) return [];
  const totals = entities.names().filter(totalTest(header)).toSorted();
  if (totals.length === 0) return [];
  const some = totals.slice(0, MOST_TOTALS).map((name) => `'${name}'`);
  return [
    `${some.join(', ')}${totals.length > MOST_TOTALS ? ', …' : ''} ${totals.length === 1 ? 'was read as an entity, and is called as a total is' : 'were read as entities, and are called as totals are'}: where that is no '${spec.entity ?? ''}', take its row out of the file`,
  ];
};

/** What to say of the rows of a file: of lines that were no readings, conflicts, hours skipped, columns that begin late. */
export const warningsOf = (
  file: RangeRows,
  spec: Spec,
  found: {
    readonly firstReadings: ReadonlyMap<string, number>;
    /** First and last reading, ms. */
    readonly from: number;
    readonly to: number;
    readonly doubts: readonly string[];
    readonly otherVintages: number;
    readonly header: readonly string[];
  },
): string[] => [
  ...(file.reorderedFrom === undefined
    ? []
    : [
        `line ${file.reorderedFrom} is another header, with the columns in another order or number: the rows below it were read by it`,
      ]),
  ...otherLinesWarning(file.others),
  ...totalsWarning(file, spec, found.header),
  ...conflictWarning(file.quarantine, spec.quarantine.conflicts),
  ...skippedWarning(file.quarantine, spec.time.zone),
  ...openDaysWarning(file, spec.time.zone),
  ...vintageWarning(spec, found.otherVintages),
  ...found.doubts,
  ...lateColumns(found.firstReadings, spec, found.from, found.to).map(
    (column) =>
      `column '${column}' has no reading in the time that models train on: no scale can be fitted to it, and it is unscaled in training sets; leave it out (drop), or choose another split`,
  ),
];
