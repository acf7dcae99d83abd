import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@wattline/backend-contract';
import pMap from 'p-map';
import { z } from 'zod';
import { rights } from './rights.ts';

/** One change that was made through the API, as it is stored. */
const AuditEntry = z.object({
  at: z.iso.datetime(),
  /** The name of the token that was sent. */
  who: z.string(),
  right: z.enum(rights),
  /** What was done, as `run.replayed`. */
  action: z.string(),
  /** To what: a run, a key, a queue, a dataset. */
  target: z.string(),
  /** The answer's status; 500 and above: it may have been done in part. */
  status: z.int(),
  /** The address that the request came from. */
  from: z.string().optional(),
});
type AuditEntry = z.infer<typeof AuditEntry>;

export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. `after` is the last page's `next`. */
  page(options: { readonly limit: number; readonly after?: string }): Promise<{
    readonly entries: AuditEntry[];
    readonly next?: string;
  }>;
}

const PREFIX = 'access/audit/';
const CONCURRENT_READS = 8;
/** Later than any instant of a Date: what is left of it sorts the newest entry first. */
const LAST_MS = 8_640_000_000_000_000;

const keyOf = (at: string): string => {
  const left = String(LAST_MS - Date.parse(at)).padStart(16, '0');
  return `${PREFIX}${left}-${randomBytes(6).toString('hex')}.json`;
};

/** What was changed, by whom and when: one object each in the results store, never written again. */
export const createAuditLog = (store: ObjectStore): AuditLog => ({
  append: async (entry) => {
    await store.put(keyOf(entry.at), JSON.stringify(entry), {
      ifAbsent: true,
      contentType: 'application/json',
    });
  },
  page: async ({ limit, after }) => {
    const keys: string[] = [];
    const options = after === undefined ? {} : { startAfter: PREFIX + after };
    for await (const { key } of store.list(PREFIX, options)) {
      if (keys.push(key) > limit) break;
    }
    const entries = await pMap(
      keys.slice(0, limit),
      async (key) => {
        const found = await store.get(key);
        return found === undefined
          ? []
          : [AuditEntry.parse(JSON.parse(Buffer.from(found.body).toString('utf8')))];
      },
      { concurrency: CONCURRENT_READS },
    );
    const last = keys[limit - 1];
    return {
      entries: entries.flat(),
      ...(keys.length > limit && last !== undefined && { next: last.slice(PREFIX.length) }),
    };
  },
});
