/** Where a stage says what it found. */
export interface StageLog {
  info(fields: object, message: string): void;
}
