import { z } from 'zod';

/** Float64, little-endian, as base64. */
const Numbers = z.string();

/**
 * How the columns of each entity are scaled: in the order of the scaler's features, then of its targets. As text that is
 * a third of what JSON makes of the numbers, since there may be thousands of entities.
 */
export const EntityScalings = z.object({
  /** The column that names them. */
  column: z.string(),
  /** Those with rows in the training span, by name. */
  fitted: z.array(
    z.object({
      entity: z.string(),
      /** NaN where the entity has no value there: then that of all counts. */
      offset: Numbers,
      scale: Numbers,
    }),
  ),
  /** Those of the version without: they are scaled as all together, as are those of later rows. */
  withoutOwn: z.array(z.string()),
});
export type EntityScalings = z.infer<typeof EntityScalings>;

const BYTES = 8;

export const numbersText = (numbers: readonly number[]): string => {
  const bytes = Buffer.alloc(numbers.length * BYTES);
  for (const [i, number] of numbers.entries()) bytes.writeDoubleLE(number, i * BYTES);
  return bytes.toString('base64');
};

export const numbersOf = (text: string): Float64Array => {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / BYTES }, (_, i) => bytes.readDoubleLE(i * BYTES));
};
