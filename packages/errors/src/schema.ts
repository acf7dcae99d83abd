// Errors as they go between processes, and as they are kept: what is read back is checked.
import { z } from 'zod';
import type { Evidence as EvidenceOf, Place as PlaceOf, Question as QuestionOf } from './index.ts';

export const Place = z.object({
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.string().optional(),
  value: z.string().optional(),
}) satisfies z.ZodType<PlaceOf>;

export const Question = z.object({
  about: z.string(),
  question: z.string(),
  candidates: z.array(z.string()).readonly(),
  key: z.string(),
}) satisfies z.ZodType<QuestionOf>;

export const Evidence = z.object({
  about: z.string(),
  decision: z.string(),
  because: z.string(),
  alternatives: z.array(z.string()).readonly(),
  key: z.string(),
}) satisfies z.ZodType<EvidenceOf>;
