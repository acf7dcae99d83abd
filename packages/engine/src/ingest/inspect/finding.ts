/** One decision about how a file is read, and what speaks for it. */
export interface Finding {
  /** What was decided: `time.format`, `entity`, `file.delimiter`, a column's name. */
  readonly about: string;
  readonly decision: string;
  /** What in the file speaks for it. */
  readonly because: string;
  /** What else would fit, the likeliest first. */
  readonly alternatives: readonly string[];
  /** The spec's key that settles it. */
  readonly key: string;
}

/** What the file leaves open: a run without an answer is rejected. */
export interface Question {
  readonly about: string;
  /** As one would ask it. */
  readonly question: string;
  /** Answers, each as it is written in the spec. */
  readonly candidates: readonly string[];
  /** The spec's key that answers it. */
  readonly key: string;
}
