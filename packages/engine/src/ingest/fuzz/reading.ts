/** One reading as it truly was. */
export interface Reading {
  readonly entity: string;
  readonly at: number;
  /** By column; null: no reading. */
  readonly values: { readonly [column: string]: number | null };
}
