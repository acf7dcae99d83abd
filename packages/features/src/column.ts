import { z } from 'zod';

/** A column's name in a spec. */
export const Column = z.string().min(1);
