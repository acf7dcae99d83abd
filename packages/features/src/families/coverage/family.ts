import { RejectedError } from '@wattline/errors';
import { z } from 'zod';
import { type ColumnDraft, defineFamily } from '../../definition.ts';
import { quoted } from '../../frame.ts';
import { EXPECTED, READINGS } from '../../internal-columns.ts';
import { noRows, orNull, ownRow } from '../../online.ts';

const PRESENT = 'readings_present';
const COVERAGE = 'coverage';

const column = (name: string, dtype: ColumnDraft['dtype'], description: string): ColumnDraft => ({
  name,
  kind: 'coverage',
  dtype,
  sources: [],
  unit: undefined,
  description,
  group: 'coverage',
});

export const coverage = defineFamily({
  key: 'coverage',
  summary: 'How many readings an interval has, and should have',
  grain: 'series',
  options: z.boolean().default(true).describe('How many readings an interval has, and should have'),
  example: true,
  availability: 'same-interval',
  scaled: false,
  lookback: () => 0,
  columns: (isOn, { cadence, cadences }) => {
    if (!isOn) return [];
    if (cadence === undefined) {
      throw new RejectedError('CADENCE_UNKNOWN', 'Coverage needs the time between two readings', {
        remedy: 'Set time.cadence, for example 10m, or coverage: false',
      });
    }
    return [
      column(PRESENT, 'Int64', 'Readings in the interval'),
      cadences === 'own'
        ? // By which step readings come shows in the readings alone.
          column(EXPECTED, 'Int64', 'Readings that the interval should have, by the series’ own step then')
        : {
            ...column(EXPECTED, 'Int64', `Readings that the interval should have, one every ${cadence}`),
            availability: 'calendar',
          },
      column(COVERAGE, 'Float64', 'readings_present / readings_expected'),
    ];
  },
  rowsBack: () => () => [ownRow, noRows, ownRow],
  apply: () => (frame) =>
    frame.with([
      { name: PRESENT, sql: quoted(READINGS) },
      { name: COVERAGE, sql: `CAST(${quoted(READINGS)} AS DOUBLE) / CAST(${quoted(EXPECTED)} AS DOUBLE)` },
    ]),
  online: () => (series, row) => {
    const present = series.readings[row] ?? 0;
    const expected = orNull(series.expectedOf(row));
    return [present, expected, expected === null ? null : present / expected];
  },
});
