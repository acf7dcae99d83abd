import { Duration } from '@wattline/features';
import { z } from 'zod';
import { Instant, instantMs } from './instant.ts';

const Folds = z.strictObject({
  count: z.int().min(1).max(50).describe('How many; the last one ends where the test set begins'),
  test: Duration.describe('How long each is tested'),
  step: Duration.optional().describe('From one to the next (default: as long as each is tested)'),
  gap: Duration.optional().describe(
    'How much time is left out between what is trained on and what is tested (default: none)',
  ),
});

const folds = Folds.optional().describe(
  'Training sets for back-tests before the test set, each trained on all that was known by then: see docs/horizons.md',
);

export const Split = z.union([
  z
    .strictObject({
      train: z.number().gt(0).lte(1),
      validation: z.number().gte(0).lt(1),
      test: z.number().gte(0).lt(1),
      folds,
    })
    .refine(
      (s) => Math.abs(s.train + s.validation + s.test - 1) < 1e-9,
      'train, validation and test must add up to 1',
    ),
  z
    .strictObject({ validationFrom: Instant, testFrom: Instant, folds })
    .refine((s) => instantMs(s.validationFrom) <= instantMs(s.testFrom), {
      path: ['testFrom'],
      message: 'must not come before validationFrom',
    })
    .describe('Local dates or times; train is what comes before'),
]);
