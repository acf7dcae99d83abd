import { z } from 'zod';

/*
 * Thousands of lines of one kind, in a document that is Wattline's own. The first is checked: another release writes all
 * of them otherwise. To check each would take longer than all else that is done with them.
 */

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A list of such lines. */
export const manyOf = <Line>(line: z.ZodType<Line>): z.ZodType<readonly Line[], readonly Line[]> =>
  z.custom<readonly Line[]>(
    (value) => Array.isArray(value) && (value.length === 0 || line.safeParse(value[0]).success),
  );

/** Such lines by a name. */
export const manyByName = <Line>(
  line: z.ZodType<Line>,
): z.ZodType<Readonly<Record<string, Line>>, Readonly<Record<string, Line>>> =>
  z.custom<Readonly<Record<string, Line>>>((value) => {
    if (!isObject(value) || Array.isArray(value)) return false;
    const [first] = Object.values(value);
    return first === undefined || line.safeParse(first).success;
  });
