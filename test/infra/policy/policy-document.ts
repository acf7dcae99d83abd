import { z } from 'zod';

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** The operators that the project's policies use; any other is refused, so that none is passed over. */
const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Bool',
  'Null',
] as const;
export type Operator = (typeof operators)[number];

const Values = z.union([Texts, z.boolean().transform((value) => [String(value)])]);
const Condition = z.partialRecord(z.enum(operators), z.record(z.string(), Values));

const Principal = z.union([z.literal('*'), z.partialRecord(z.enum(['AWS', 'Service']), Texts)]);

const Statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: Principal.optional(),
    Action: Texts.optional(),
    NotAction: Texts.optional(),
    Resource: Texts.optional(),
    NotResource: Texts.optional(),
    Condition: Condition.optional(),
  })
  .refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined), {
    error: 'a statement has either Action or NotAction',
  })
  .refine(({ Resource, NotResource }) => Resource === undefined || NotResource === undefined, {
    error: 'a statement has no Resource beside NotResource',
  });
export type Statement = z.infer<typeof Statement>;

const PolicyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([Statement, z.array(Statement)]).transform((value) => [value].flat()),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** Throws where the document has a form that the evaluator does not know. */
export const parsePolicy = (text: string): PolicyDocument => {
  // `${aws:…}` is a placeholder for a value of the request, which would be compared as it is written.
  if (/\$\{/.test(text)) throw new Error(`policy variables are not evaluated: ${text}`);
  return PolicyDocument.parse(JSON.parse(text));
};
