import { z } from 'zod';

/** Keys of `values.X` that columns of some kinds alone have. */
export const kindOptions = {
  period: z
    .number()
    .positive()
    .optional()
    .describe('circular: where the numbers begin again; 360 where it is left out'),
};

const KindOptions = z.object(kindOptions);
export type KindOptions = z.output<typeof KindOptions>;
export type KindOption = keyof KindOptions;

export const isKindOption = (key: string): key is KindOption => Object.hasOwn(kindOptions, key);
