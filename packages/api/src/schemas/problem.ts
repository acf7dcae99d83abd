import { z } from 'zod';

/** RFC 9457: every answer that is not a success. `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().meta({ example: 'about:blank' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Names the condition; stays the same when the words change. */
    code: z.string().meta({ example: 'RUN_UNKNOWN' }),
    remedy: z.string(),
    place: z
      .object({
        file: z.string().optional(),
        line: z.number().optional(),
        column: z.string().optional(),
        value: z.string().optional(),
      })
      .optional(),
    /** Of a request or a spec with several faults: each by itself. */
    problems: z.array(z.object({ place: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
