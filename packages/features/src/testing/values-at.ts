import { toLocalMs } from '@wattline/time-zones';
import type { FamilyContext } from '../context.ts';
import type { ColumnDraft, Value } from '../definition.ts';
import { durationMs } from '../duration.ts';
import type { Interval } from '../online.ts';

interface OfCalendar<Options> {
  readonly columns: (options: Options, context: FamilyContext) => readonly ColumnDraft[];
  readonly online: (options: Options, context: FamilyContext) => (interval: Interval) => Value[];
}

interface Place {
  readonly zone?: string;
  readonly interval?: string;
}

/** What families may know, of a spec without values. */
export const bareContext = ({ zone = 'UTC', interval = '1h' }: Place): FamilyContext => ({
  zone,
  interval,
  cadence: undefined,
  cadences: 'one',
  naming: 'wattline',
  isTimeless: false,
  plainOf: (source) => source,
  aggregated: [],
  measuredOf: (column) => column,
});

/** What a family of the calendar makes of the interval that starts at an instant, by column. */
export const valuesAt = <Options>(
  family: OfCalendar<Options>,
  options: Options,
  place: Place = {},
): ((instant: string) => Record<string, Value>) => {
  const context = bareContext(place);
  const columns = family.columns(options, context);
  const online = family.online(options, context);
  return (instant) => {
    const start = Date.parse(instant);
    const end = start + durationMs(context.interval);
    const values = online({ start, end, local: toLocalMs(context.zone, start) });
    return Object.fromEntries(columns.map(({ name }, i) => [name, values[i] ?? null]));
  };
};
