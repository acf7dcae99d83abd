import { STATUS_CODES } from 'node:http';
import type { z } from '@hono/zod-openapi';
import { Problem } from '@wattline/api';
import type { ProblemStatus } from './problem.ts';

/** What any operation may answer, whatever it does. */
const always: readonly ProblemStatus[] = [400, 401, 403, 500, 503];

/**
 * The documented failures of an operation: those that any has, and `statuses`. They are thrown, not returned, so a
 * handler's type does not have them.
 */
export const problemAnswers = (...statuses: readonly ProblemStatus[]): Record<never, never> =>
  Object.fromEntries(
    [...new Set([...always, ...statuses])].map((status) => [
      status,
      {
        description: STATUS_CODES[status] ?? String(status),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );

export const jsonAnswer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});
