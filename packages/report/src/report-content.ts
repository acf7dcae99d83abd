import type { Profile } from '@wattline/engine/profile';

export interface ReportColumn {
  readonly name: string;
  readonly kind: string;
  readonly role: string;
  /** The column of the readings that it was made of. */
  readonly source?: string | undefined;
  /** How, in words. */
  readonly from: string;
}

/** All that a report tells: nothing that differs between two runs of the same input. */
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
  readonly profile: Profile;
}
