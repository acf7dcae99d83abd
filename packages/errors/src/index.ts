export type { Categorized, ErrorCategory } from './category.ts';
export { categoryOf } from './category-of.ts';
export { RejectedError, TransientError, UsageError, withFacts } from './errors.ts';
export { isOutOfSpace, isOutOfSpaceCode } from './out-of-space.ts';
export type { Place } from './place.ts';
export type { Evidence, Question, ReadingFacts } from './reading-facts.ts';
export { type ErrorReport, reportError } from './report.ts';
