/** What was to be reached, and what was. Smaller is better in all of them. */
export interface Aim {
  readonly what: string;
  readonly limit: number;
  readonly measured?: number;
  readonly unit: string;
}

export interface Result {
  readonly title: string;
  /** What was done, in a sentence or two. */
  readonly about: string;
  /** What prints these figures again. */
  readonly command: string;
  readonly machine: string;
  readonly date: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly aims: readonly Aim[];
  readonly notes: readonly string[];
}
