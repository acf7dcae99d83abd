import { z } from 'zod';

export const Aggregation = z.enum(['mean', 'sum', 'min', 'max', 'std', 'first', 'last', 'count']);
export type Aggregation = z.infer<typeof Aggregation>;
