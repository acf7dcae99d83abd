import { z } from 'zod';
import type { FeatureColumn } from '../features/feature-columns.ts';

/** One column of the feature rows, as sealed files tell of it. */
export const ContractColumn = z.object({
  name: z.string().min(1),
  kind: z.enum([
    'time',
    'entity',
    'calendar',
    'value',
    'one-hot',
    'cyclical',
    'holiday',
    'coverage',
    'lag',
    'rolling',
    'difference',
  ]),
  dtype: z.enum(['Int64', 'Float64', 'String', 'Datetime(ms, UTC)']),
  /** The column of the readings that it was made of. */
  source: z.string().exactOptional(),
  /** In words. */
  from: z.string(),
  role: z.enum(['time', 'entity', 'feature', 'target', 'withheld']),
}) satisfies z.ZodType<FeatureColumn>;
