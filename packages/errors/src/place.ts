/** Where in the input something is wrong. */
export interface Place {
  readonly file?: string | undefined;
  /** 1-based, as editors count. */
  readonly line?: number | undefined;
  readonly column?: string | undefined;
  readonly value?: string | undefined;
}
