import { type Categorized, type ErrorCategory, isErrorCategory } from './category.ts';
import { isOutOfSpace } from './out-of-space.ts';

const hasCategory = (error: unknown): error is Categorized =>
  error instanceof Error && 'category' in error && isErrorCategory(error.category);

/** The category of any thrown value; `internal` for an error that names none. */
export const categoryOf = (error: unknown): ErrorCategory => {
  if (isOutOfSpace(error)) return 'out-of-space';
  return hasCategory(error) ? error.category : 'internal';
};
