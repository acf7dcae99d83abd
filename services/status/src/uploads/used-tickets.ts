import { type ObjectStore, PreconditionFailed, type PutOptions } from '@wattline/backend-contract';
import { z } from 'zod';

export interface UsedTickets {
  has(ticket: string): Promise<boolean>;
  /** Marks a ticket as used. False if it is used already: of several uploads at once, one gets true. */
  use(ticket: string): Promise<boolean>;
  /** Takes the mark back: what the ticket was used for failed. */
  release(ticket: string): Promise<void>;
}

const Mark = z.object({ used: z.boolean(), at: z.iso.datetime() });

const keyOf = (ticket: string): string => `access/used-tickets/${ticket}.json`;

/** Which tickets are used, by any status service: a mark for each in the results store. */
export const createUsedTickets = (store: ObjectStore, now: () => Date): UsedTickets => {
  const write = async (ticket: string, used: boolean, condition: PutOptions): Promise<boolean> => {
    const mark: z.infer<typeof Mark> = { used, at: now().toISOString() };
    try {
      await store.put(keyOf(ticket), JSON.stringify(mark), { ...condition, contentType: 'application/json' });
      return true;
    } catch (error) {
      if (error instanceof PreconditionFailed) return false;
      throw error;
    }
  };
  const read = async (ticket: string): Promise<{ used: boolean; etag: string } | undefined> => {
    const found = await store.get(keyOf(ticket));
    if (found === undefined) return undefined;
    const { used } = Mark.parse(JSON.parse(Buffer.from(found.body).toString('utf8')));
    return { used, etag: found.info.etag };
  };
  return {
    has: async (ticket) => (await read(ticket))?.used ?? false,
    use: async (ticket) => {
      const mark = await read(ticket);
      if (mark === undefined) return write(ticket, true, { ifAbsent: true });
      return mark.used ? false : write(ticket, true, { ifMatch: mark.etag });
    },
    release: async (ticket) => {
      await write(ticket, false, {});
    },
  };
};
