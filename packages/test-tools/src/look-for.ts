import { stripVTControlCharacters } from 'node:util';

/** What some tests need and a machine may lack: a program, an image, a data set. */
export type Tool =
  | { readonly found: string }
  /** Why it is missing and how to get it, in one line. */
  | { readonly missing: string };

/** Every reason on the way down to the first one, in one line. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? ` (${error.remedy})` : '';
  const cause = error.cause === undefined ? '' : `: ${reasonOf(error.cause)}`;
  const text = stripVTControlCharacters(`${error.message}${remedy}${cause}`);
  return text
    .replace(/[│╷╵\s]+/g, ' ')
    .trim()
    .slice(0, 500);
};

/** Looks for a tool, or sets it up. Never throws: the tests that need it say what is missing. */
export const lookFor = async (find: () => string | Promise<string>): Promise<Tool> => {
  try {
    return { found: await find() };
  } catch (error) {
    return { missing: reasonOf(error) };
  }
};
