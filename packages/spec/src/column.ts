import { Column } from '@wattline/features';
import { z } from 'zod';
import { zoneProblem } from './zone.ts';

export { Column } from '@wattline/features';

export const Zone = z
  .string()
  .min(1)
  .superRefine((zone, context) => {
    const problem = zoneProblem(zone);
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: problem });
    }
  });

/** What joins the columns of an entity that several columns name. */
const JOIN = ' + ';

/** Whether several columns may name an entity together. */
export const isJoined = (entity: string): boolean => entity.includes(JOIN);

/** The columns that name an entity: one, or those joined in `site + device`. */
export const entityColumns = (entity: string, header: readonly string[]): readonly string[] => {
  const parts = entity.split(JOIN);
  return parts.length > 1 && !header.includes(entity) && parts.every((part) => header.includes(part))
    ? parts
    : [entity];
};

/** One column, or two or three that name a series together; kept as `site + device`. */
export const Entity = z
  .union([Column, z.array(Column).min(2).max(3)])
  .transform((entity) => (typeof entity === 'string' ? entity : entity.join(JOIN)));
