import { z } from 'zod';
import { RowsAnswer, RowsRequest } from '../schemas/index.ts';
import type { Operation } from './operations.ts';

/** What the service that serves rows does. */
export const servingOperations = {
  serveRows: {
    method: 'POST',
    path: '/datasets/{dataset}/rows',
    /** Without it, the latest. */
    query: z.object({ version: z.string().optional() }),
    body: RowsRequest,
    answer: RowsAnswer,
  },
} as const satisfies Record<string, Operation>;

export type ServingOperations = typeof servingOperations;
