/** What the chain would make of the first part of a file. */
export interface Preview {
  /** The inferred spec, or the given one, as YAML. */
  readonly spec: string;
  readonly warnings: string[];
  readonly columns: { readonly name: string; readonly kind: string; readonly role: string }[];
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly reasons: Record<string, number>;
  /** The first feature rows. */
  readonly features: { readonly columns: string[]; readonly rows: (string | number | null)[][] };
}
