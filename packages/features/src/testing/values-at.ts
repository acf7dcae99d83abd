import { toLocalMs } from '@wattline/time-zones';
import type { FamilyContext } from '../context.ts';
import type { ColumnDraft, Value } from '../definition.ts';
import { durationMs } from '../duration.ts';
import type { Interval } from '../online.ts';

interface OfCalendar<Options> {
  readonly columns: (options: Options, context: FamilyContext) => readonly ColumnDraft[];
  readonly online: (options: Options, context: FamilyContext) => (interval: Interval) => Value[];
}

/** What a family of the calendar makes of the interval that starts at an instant, by column. */
export const valuesAt =
  <Options>(
    family: OfCalendar<Options>,
    options: Options,
    { zone = 'UTC', interval = '1h' }: { readonly zone?: string; readonly interval?: string } = {},
  ) =>
  (instant: string): Record<string, Value> => {
    const context: FamilyContext = {
      zone,
      interval,
      cadence: undefined,
      cadences: 'one',
      naming: 'wattline',
      plainOf: (source: string) => source,
      aggregated: [],
    };
    const start = Date.parse(instant);
    const seen = { start, end: start + durationMs(interval), local: toLocalMs(zone, start) };
    const values = family.online(options, context)(seen);
    return Object.fromEntries(
      family.columns(options, context).map(({ name }, i) => [name, values[i] ?? null]),
    );
  };
