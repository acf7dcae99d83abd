import { z } from '@hono/zod-openapi';

/** A whole number in a query, as digits and nothing else. */
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** With its default, as in the API's description. */
export const wholeNumberOr = (fallback: number, least: number, most: number) =>
  wholeNumber(least, most)
    .default(fallback)
    .openapi({ type: 'integer', minimum: least, maximum: most, default: fallback });

/** An instant in a query, epoch ms once read. */
export const InstantValue = z.iso
  .datetime({ offset: true, message: 'must be an instant as 2026-03-01T12:00:00Z' })
  .transform((text) => Date.parse(text))
  .optional()
  .openapi({ type: 'string', format: 'date-time' });

/** A value that may come several times: `columns=a&columns=b`. */
export const Several = z
  .union([z.string().max(500), z.array(z.string().max(500)).max(1_000)])
  .transform((given) => (typeof given === 'string' ? [given] : given))
  .optional()
  .openapi({ type: 'array', items: { type: 'string' } });
