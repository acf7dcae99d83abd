import { z } from 'zod';

const count = z.int().positive();

/** What of a dataset's versions is kept: one that satisfies either key, beside the latest and those that are pinned. */
export const Keep = z.union([
  z.literal('all'),
  z
    .strictObject({
      versions: count.optional().describe('The newest so many (default: 1)'),
      days: count.optional().describe('Those that the dataset had within so many days (default: none)'),
    })
    .refine(({ versions, days }) => (versions ?? days) !== undefined, {
      error: 'must say versions, days, or both',
    }),
]);
