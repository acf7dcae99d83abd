/** A decision about how a file is read, what speaks for it, what else would fit, and the spec's key that settles it. */
export interface Evidence {
  readonly about: string;
  readonly decision: string;
  readonly because: string;
  readonly alternatives: readonly string[];
  readonly key: string;
}

/** What a file leaves open: the answers as a spec has them, and the key that takes them. */
export interface Question {
  readonly about: string;
  readonly question: string;
  readonly candidates: readonly string[];
  readonly key: string;
}

/** How a file was read, as far as that is part of why it is refused. */
export interface ReadingFacts {
  readonly questions?: readonly Question[] | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
}
