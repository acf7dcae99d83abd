import type { Value } from '../dtype.ts';
import type { Readings } from '../online.ts';
import type { ReadingsPlan } from '../readings-plan.ts';
import type { AggregatedColumn } from './aggregated-column.ts';
import type { Aggregation } from './aggregation.ts';
import type { KindOption, KindOptions } from './options.ts';

/** What an aggregate is of a column, in words. */
type Meaning = (source: string) => string;

/** What the numbers of a column are, and so how those of an interval become one. */
export interface Kind {
  readonly key: string;
  /** In one sentence, without a full stop. */
  readonly summary: string;
  /** Where a spec names no aggregate. */
  readonly aggregate: readonly Aggregation[];
  /** Aggregates that mean something of such numbers. */
  readonly meanings: Readonly<Partial<Record<Aggregation, Meaning>>>;
  /** Keys of `values.X` that only such columns have. */
  readonly options: readonly KindOption[];
  /** Whether sums are spread over the time that they are of, and so may be taken of intervals shorter than that. */
  readonly isSpread: boolean;
  /** How far what is made of such numbers may differ from machine to machine, in their unit, and why. Without one: in no bit. */
  readonly tolerance?: { readonly absolute: number; readonly reason: string };
  /** How aggregated columns of one source are made. */
  readonly apply: (columns: readonly AggregatedColumn[], value: KindOptions) => ReadingsPlan;
  /** An aggregated column of an interval, without Polars. */
  readonly online: (column: AggregatedColumn, value: KindOptions) => (readings: Readings) => Value;
}

/** A kind of numbers, from its parts. */
export const defineKind = <const Key extends string>(
  kind: Kind & { readonly key: Key },
): Kind & { readonly key: Key } => kind;
