import { z } from 'zod';
import { Column } from './column.ts';

/** Which aggregated columns a family takes. */
export const Columns = z.union([z.literal('all'), z.array(Column).min(1)]).default('all');
