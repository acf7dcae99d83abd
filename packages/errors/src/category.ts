/**
 * What kind of failure an error is, independent of a protocol. An API maps categories, not classes.
 * `invalid`: the request is wrong. `rejected`: the file or spec that it brings cannot be used. `not-found`: it names
 * what does not exist. `conflict`: the state of a thing forbids it. `precondition-failed`: the thing changed since it
 * was read. `unavailable`: disk, network or another process failed; the same request may succeed later.
 * `out-of-space`: the disk, or this user's share of it, is full. `internal`: a fault of this program or its machine.
 */
const categories = [
  'invalid',
  'rejected',
  'not-found',
  'conflict',
  'precondition-failed',
  'unavailable',
  'out-of-space',
  'internal',
] as const;
export type ErrorCategory = (typeof categories)[number];

export const isErrorCategory = (value: unknown): value is ErrorCategory =>
  categories.some((category) => category === value);

/** What every exported error class of the packages implements; the lint refuses one that does not. */
export interface Categorized {
  readonly category: ErrorCategory;
}
