/** What of a dataset's versions is kept. One that satisfies either is. `all`: every one. */
export type Keep =
  | 'all'
  | {
      /** The newest so many. Default: 1. */
      readonly versions?: number | undefined;
      /** Those that the dataset had within so many days. Default: none for that reason. */
      readonly days?: number | undefined;
    };

/** What is kept where the dataset's spec does not say. */
export const defaultKeep = { versions: 10, days: 30 } as const satisfies Keep;
