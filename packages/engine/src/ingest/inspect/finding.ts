/** One decision about how a file is read, and what speaks for it; and what the file leaves open. */
export type { Evidence as Finding, Question } from '@wattline/errors';
