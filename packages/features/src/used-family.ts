import type { CalendarSpan } from './context.ts';
import type { Availability, ColumnDraft, Lookback, Value } from './definition.ts';
import type { Duration } from './duration.ts';
import type { Transformation } from './frame.ts';
import type { Interval, Readings, RowsBack, Series } from './online.ts';
import type { ReadingsPlan } from './readings-plan.ts';
import type * as registry from './registry.ts';

export type FamilyKey = keyof typeof registry;

/** A column of a family that a spec uses. */
export interface FamilyColumn extends ColumnDraft {
  readonly family: FamilyKey;
  readonly availability: Availability;
  readonly scaled: boolean;
}

interface Used {
  readonly key: FamilyKey;
  /** At least one. */
  readonly columns: readonly FamilyColumn[];
  readonly lookback: Lookback;
  readonly tolerance: number;
}

/** A family with a spec's options: all that the engine needs to make its columns. */
export type UsedFamily =
  | (Used & {
      readonly grain: 'readings';
      readonly apply: () => ReadingsPlan;
      readonly online: () => (readings: Readings) => Value[];
    })
  | (Used & {
      readonly grain: 'calendar';
      readonly apply: (span: CalendarSpan) => Transformation;
      readonly online: () => (interval: Interval) => Value[];
    })
  | (Used & {
      readonly grain: 'series';
      readonly rows: 'all' | 'kept';
      readonly wallClock: readonly Duration[];
      readonly apply: () => Transformation;
      readonly online: () => (series: Series, row: number) => Value[];
      readonly rowsBack: () => (series: Series, row: number) => readonly RowsBack[];
    });
