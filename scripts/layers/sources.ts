export interface Workspace {
  /** From the repository's root, with `/`. */
  readonly folder: string;
  /** As it is imported: `@wattline/engine`. */
  readonly name: string;
  readonly dependencies: readonly string[];
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly file: string;
  readonly imports: readonly Import[];
}
