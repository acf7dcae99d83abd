import { failpoints, stageNames } from '@wattline/worker';
import fc from 'fast-check';
import { z } from 'zod';
import { type Axis, acts, axes, axisNames, type Shape } from './axes.ts';

const shapeSchema = z.object(
  // Histories that were kept before an axis was there have its plainest value.
  Object.fromEntries(
    axisNames.map((name) => [name, z.literal(axes[name]).default(axes[name][0])]),
  ) as unknown as {
    readonly [Name in Axis]: z.ZodType<Shape[Name]>;
  },
);

/** Where an attempt at an upload's run ends before its time. */
const Death = z.object({ stage: z.enum(stageNames), point: z.enum(failpoints) });

const Step = z.object({
  act: z.enum(acts),
  /** Steps of time that its file spans. */
  length: z.int().min(2),
  /** Decides numbers, and which readings. */
  salt: z.int(),
  dies: Death.optional(),
  /** Uploads with greater ones arrive later, where events are shuffled. */
  place: z.int(),
});
export type Step = z.infer<typeof Step>;

/** A dataset, and what is done to it: first an upload, then the steps. Files follow from it alone. */
export const History = z.object({
  shape: shapeSchema,
  first: Step.omit({ act: true }),
  steps: z.array(Step),
});
export type History = z.infer<typeof History>;

const shapes = fc.record(
  Object.fromEntries(axisNames.map((name) => [name, fc.constantFrom(...axes[name])])),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Shape>;

const step = {
  length: fc.integer({ min: 2, max: 8 }),
  salt: fc.nat(9_999),
  dies: fc.option(
    fc.record({ stage: fc.constantFrom(...stageNames), point: fc.constantFrom(...failpoints) }),
    { freq: 8, nil: undefined },
  ),
  place: fc.nat(99),
};

/** Every value is as likely as the others: a plain one is what shrinking looks for. */
export const historiesOf = (mostSteps: number): fc.Arbitrary<History> =>
  fc.noBias(
    fc.record({
      shape: shapes,
      first: fc.record({ ...step, length: fc.integer({ min: 6, max: 12 }) }),
      steps: fc.array(fc.record({ act: fc.constantFrom(...acts), ...step }), {
        minLength: 1,
        maxLength: mostSteps,
      }),
    }),
  ) as fc.Arbitrary<History>;
