import { z } from 'zod';

/** As pino writes an error. */
const WrittenError = z.looseObject({
  type: z.string().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  category: z.string().optional(),
  errno: z.number().optional(),
  syscall: z.string().optional(),
  exitCode: z.number().nullable().optional(),
  signal: z.string().nullable().optional(),
  place: z.looseObject({ line: z.number().optional() }).optional(),
  $metadata: z
    .looseObject({ httpStatusCode: z.number().optional(), requestId: z.string().optional() })
    .optional(),
});

/** An error of another shape is one without anything that is known. */
const Said = WrittenError.catch({}).optional();
const Line = z.looseObject({ err: Said, error: Said });

/** Lines that have an error, or name a file. */
const SAYS_MORE = /"(?:err|error|file|key)":/;

/** V8's own words for a mistake in the code: of others, a message may quote what was read. */
const OWN_MISTAKES: readonly string[] = ['TypeError', 'ReferenceError'];

const FRAME = /^ {4}at .*(?::\d+:\d+\)?|<anonymous>\)?)$/;
const CAUSE = /^caused by: (\w+)/;

/** Where in the code it happened, and which errors caused it. */
const framesOf = (stack: string): string[] =>
  stack.split('\n').flatMap((line) => {
    const cause = CAUSE.exec(line)?.[1];
    return cause !== undefined ? [`caused by: ${cause}`] : FRAME.test(line) ? [line.trim()] : [];
  });

const errorWithoutValues = (error: z.infer<typeof WrittenError>): object => {
  const { type, message, stack, code, category, errno, syscall, exitCode, signal } = error;
  const { line } = error.place ?? {};
  const { httpStatusCode, requestId } = error.$metadata ?? {};
  return {
    type,
    ...(OWN_MISTAKES.includes(type ?? '') && { message }),
    ...{ code, category, errno, syscall, exitCode, signal, line, httpStatusCode, requestId },
    ...(stack !== undefined && { at: framesOf(stack) }),
  };
};

/**
 * A line of a service's log without what users sent: an error is its code, its line number and where in the code it
 * happened, and no file is named. Its words, with names and cells, are in the run's ledger, from which they can be erased.
 */
export const lineWithoutValues = (line: string): string => {
  if (!SAYS_MORE.test(line)) return line;
  const { err, error, file: _, key: __, ...rest } = Line.parse(JSON.parse(line));
  return `${JSON.stringify({
    ...rest,
    ...(err !== undefined && { err: errorWithoutValues(err) }),
    ...(error !== undefined && { error: errorWithoutValues(error) }),
  })}\n`;
};
