import { z } from 'zod';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { Redundancy } from './redundant/redundancy.ts';

/** One column of the feature rows, as sealed files describe it. */
export const ContractColumn = z.object({
  name: z.string().min(1),
  label: z.string().exactOptional(),
  kind: z.string().min(1),
  dtype: z.enum(['Int64', 'Float64', 'String', 'Datetime(ms, UTC)']),
  /** The column of the readings that it was made of. */
  source: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  /** In words. */
  from: z.string(),
  /** When it can be known; sets that an earlier release sealed leave it out, and `scaled`. */
  availability: z.enum(['past', 'same-interval', 'calendar']).exactOptional(),
  scaled: z.boolean().exactOptional(),
  role: z.enum(['time', 'entity', 'feature', 'target', 'withheld']),
  /** Why it is withheld, where `select: drop-redundant` left it out. */
  redundant: Redundancy.exactOptional(),
}) satisfies z.ZodType<FeatureColumn>;
