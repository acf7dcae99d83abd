import type { Profile } from '@wattline/engine/profile';

export interface ReportColumn {
  readonly name: string;
  /** The name with that of the file's column in it, where that is another. */
  readonly label?: string | undefined;
  readonly kind: string;
  readonly role: string;
  /** The column of the readings that it was made of. */
  readonly source?: string | undefined;
  /** How, in words. */
  readonly from: string;
  /** Why it tells a model nothing: `constant`, `same as load_mean`, `determined by load_mean`. */
  readonly redundant?: string | undefined;
}

/** One entity's values over time. */
export interface ReportSeries {
  readonly entity: string;
  /** Start of the first step, epoch ms. */
  readonly fromMs: number;
  /** The span of one point. */
  readonly stepMs: number;
  /** Starts of the steps, epoch ms; absent if each is `stepMs` after the one before. */
  readonly time?: readonly number[];
  readonly columns: readonly {
    readonly name: string;
    /** null in a step without values. */
    readonly mean: readonly (number | null)[];
    /** Absent if each row is a point. */
    readonly min?: readonly (number | null)[];
    readonly max?: readonly (number | null)[];
  }[];
}

/** All that a report shows: nothing that differs between two runs of the same input. */
export interface ReportContent {
  readonly dataset: string;
  readonly version: string;
  readonly engineVersion: string;
  /** Of the upload's bytes. */
  readonly sha256: string;
  readonly features: {
    readonly rows: number;
    /** The time between two rows of one entity: 1h. */
    readonly interval: string;
    readonly columns: readonly ReportColumn[];
  };
  readonly training: {
    /** Rows of each set. */
    readonly rows: Readonly<Record<string, number>>;
    readonly validationFrom: string;
    readonly testFrom: string;
  };
  /** What features say of the targets, in nats; absent where there are none, and where a version before has it. */
  readonly information?:
    | {
        readonly rows: number;
        readonly targets: readonly string[];
        /** Those that say most, first. */
        readonly features: readonly { readonly name: string; readonly nats: readonly number[] }[];
      }
    | undefined;
  readonly profile: Profile;
  /** Of the first entity; absent if the feature set has no column of values. */
  readonly series?: ReportSeries | undefined;
}
