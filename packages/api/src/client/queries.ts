import { z } from 'zod';
import { Cursor, RunStatus, StageName } from '../schemas/index.ts';

/** What operations take behind the `?`, as a caller writes it. */
const text = z.string().optional();
const count = z.int().nonnegative().optional();

export const LimitQuery = z.object({ limit: count });
export const PageQuery = z.object({ cursor: Cursor.optional(), limit: count });
export const OffsetQuery = z.object({ offset: count, limit: count });

export const RunQuery = z.object({
  dataset: text,
  status: z.array(RunStatus).readonly().optional(),
  q: text,
  since: text,
  until: text,
  cursor: Cursor.optional(),
  limit: count,
});

export const LogQuery = z.object({ stage: StageName.optional(), level: text, limit: count });
export const ObjectQuery = z.object({ prefix: text, cursor: Cursor.optional(), limit: count });
/** `to`: the newest version by default. */
export const DifferenceQuery = z.object({ from: z.string(), to: text });

export const ChangeQuery = DifferenceQuery.extend({
  entity: text,
  columns: z.array(z.string()).readonly().optional(),
  cursor: Cursor.optional(),
  limit: count,
});

const RowFilter = z.object({
  /** Default: all. */
  columns: z.array(z.string()).readonly().optional(),
  entity: text,
  from: text,
  to: text,
});
export const RowQuery = RowFilter.extend({ offset: count, limit: count });
export const SeriesQuery = RowFilter.extend({ points: count });

export const EntityQuery = z.object({ q: text, limit: count });
export const UploadQuery = z.object({ dataset: z.string(), name: z.string() });
