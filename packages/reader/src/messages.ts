import { Evidence, Place, Question } from '@wattline/errors/schema';
import { z } from 'zod';

/** An error of a task as it goes between processes. */
export const Failure = z.object({
  /** `rejected`: the file is bad; `transient`: the surroundings are; `unexpected`: the code did not foresee it. */
  kind: z.enum(['rejected', 'transient', 'unexpected']),
  code: z.string(),
  message: z.string(),
  place: Place,
  remedy: z.string(),
  facts: z
    .object({
      questions: z.array(Question).readonly().optional(),
      evidence: z.array(Evidence).readonly().optional(),
    })
    .optional(),
  /** For logs. */
  stack: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;

export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('done'), output: z.unknown() }),
  z.object({ type: z.literal('failed'), failure: Failure }),
  /** Work of our own that needs something of the process that ordered it. */
  z.object({ type: z.literal('asked'), id: z.int(), question: z.unknown() }),
]);
export type Answer = z.infer<typeof Answer>;

/** Work for a reader process. */
export interface Order {
  readonly task: string;
  readonly input: unknown;
}

/** What a reader process asked for, or why it cannot be had. */
export type Reply =
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly failure: Failure };
