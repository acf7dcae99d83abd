import type { z } from 'zod';
import type { CalendarContext, FamilyContext } from './context.ts';
import type { Dtype, Value } from './dtype.ts';
import type { Duration } from './duration.ts';
import type { Transformation } from './frame.ts';
import type { Interval, Readings, RowsBack, Series } from './online.ts';
import type { ReadingsPlan } from './readings-plan.ts';

export type { Dtype, Value } from './dtype.ts';

/**
 * When a column of a row can be known: `past` from earlier intervals alone, `same-interval` only once the row's own
 * interval is over, `calendar` for any time.
 */
export type Availability = 'past' | 'same-interval' | 'calendar';

/** How far before a row the readings it is made of may lie, ms of elapsed time. */
export type Lookback = number | 'unbounded';

/** Where the readings that a column is made of lie: so far before the row (counts), until so far before it (does not), ms. */
export interface LooksAt {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Groups of columns of which the order is kept from before there were families; all others come last, by family. */
export const columnGroups = [
  'date',
  'value',
  'calendar',
  'calendar-value',
  'category',
  'cyclical',
  'holiday',
  'coverage',
  'lag',
  'rolling',
  'difference',
] as const;
export type ColumnGroup = (typeof columnGroups)[number];

/** A column of the feature rows, before it has a role. */
export interface ColumnDraft {
  readonly name: string;
  /** The name with the file's own words in it, where these are more than the name of its one source. */
  readonly label?: string;
  /** What sort of column it is, in one word. */
  readonly kind: string;
  readonly dtype: Dtype;
  /** The columns of the readings that it is made of. */
  readonly sources: readonly string[];
  readonly unit: string | undefined;
  /** In one sentence, without a full stop. */
  readonly description: string;
  readonly group?: ColumnGroup;
  /** Where it is not that of its family. */
  readonly availability?: Availability;
  readonly scaled?: boolean;
  /** Where it looks at less than its family's lookback has. */
  readonly looksAt?: LooksAt;
}

/** Reports one thing that is wrong: where under the family's key, what, and what to do about it. */
export type AddIssue = (path: readonly (string | number)[], message: string, remedy: string) => void;

interface Described<Options, Input> {
  readonly key: string;
  /** What its columns are, in one sentence. */
  readonly summary: string;
  readonly scaled: boolean;
  /** How its key is parsed. A family that is off by default has `.optional()` options. */
  readonly options: z.ZodType<Options | undefined>;
  /** Options of which its page shows the columns. */
  readonly example: Input;
  readonly columns: (options: Options, context: FamilyContext) => readonly ColumnDraft[];
  readonly lookback: (options: Options, context: FamilyContext) => Lookback;
  /** What no single key can say. */
  readonly check?: (options: Options, context: FamilyContext, addIssue: AddIssue) => void;
  /**
   * How far `online` and `apply` may differ, relative to the larger of the two, and why. Without one: in no bit.
   */
  readonly tolerance?: { readonly relative: number; readonly reason: string };
}

/** Made of the readings of one interval. */
interface ReadingsFamily<Options, Input> extends Described<Options, Input> {
  readonly grain: 'readings';
  readonly availability: 'same-interval';
  readonly apply: (options: Options, context: FamilyContext) => ReadingsPlan;
  readonly online: (options: Options, context: FamilyContext) => (readings: Readings) => Value[];
}

/** Made of the clock alone, once per interval for all entities. */
interface CalendarFamily<Options, Input> extends Described<Options, Input> {
  readonly grain: 'calendar';
  readonly availability: 'calendar';
  readonly apply: (options: Options, context: CalendarContext) => Transformation;
  readonly online: (options: Options, context: FamilyContext) => (interval: Interval) => Value[];
}

/** Made of one entity's intervals, one after the other. */
interface SeriesFamily<Options, Input> extends Described<Options, Input> {
  readonly grain: 'series';
  readonly availability: 'past' | 'same-interval';
  readonly apply: (options: Options, context: FamilyContext) => Transformation;
  /** The values of its columns, in their order, in a row of the series. */
  readonly online: (options: Options, context: FamilyContext) => (series: Series, row: number) => Value[];
  /** Which rows of the series each of its columns is made of, in their order. */
  readonly rowsBack: (
    options: Options,
    context: FamilyContext,
  ) => (series: Series, row: number) => readonly RowsBack[];
  /** Which rows it counts: all intervals, or those that the spec's grid keeps. Default: all. */
  readonly rows?: (options: Options) => 'all' | 'kept';
  /** Durations that it goes back by the local clock; the frame has a column `wallSteps(duration)` for each. */
  readonly wallClock?: (options: Options) => readonly Duration[];
}

export type Family<Options, Input = unknown> =
  | ReadingsFamily<Options, Input>
  | CalendarFamily<Options, Input>
  | SeriesFamily<Options, Input>;

type Present<Options> = Exclude<Options, undefined>;

/** A family of features, from its parts; leaving out one is a type error. */
export const defineFamily = <
  const Key extends string,
  Schema extends z.ZodType,
  Definition extends Family<Present<z.output<Schema>>, Present<z.input<Schema>>>,
>(
  definition: Definition & { readonly key: Key; readonly options: Schema },
): Definition & { readonly key: Key; readonly options: Schema } => definition;
