import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { sign, verify } from 'hono/jwt';
import { z } from 'zod';

/** Leave to put one file, as a JSON Web Token: its bearer keeps it, this service only which ones were used. */
const Ticket = z.object({
  /** Names the ticket, so that it can be used once. */
  jti: z.uuid(),
  key: z.string(),
  dataset: z.string(),
  maxBytes: z.int(),
  /** Expires at; seconds since 1970. */
  exp: z.int(),
  /** The newest version of the key when the ticket was issued: another one has arrived since. */
  before: z.string().nullable(),
  /** Who asked for it. */
  by: z.string(),
});
export type Ticket = z.infer<typeof Ticket>;

export interface Tickets {
  seal(ticket: Omit<Ticket, 'jti'>): Promise<string>;
  /** Undefined for what neither this service nor one with the same secret sealed. An expired one is opened too. */
  open(text: string): Promise<Ticket | undefined>;
}

const ALGORITHM = 'HS256';

/**
 * Signs tickets. With a secret, several processes know each other's and they outlive a restart; without one they are
 * this process's alone.
 */
export const createTickets = (secret: string | undefined): Tickets => {
  const key =
    secret === undefined
      ? randomBytes(32).toString('hex')
      : createHmac('sha256', secret).update('wattline upload tickets').digest('hex');
  return {
    seal: (ticket) => sign({ jti: randomUUID(), ...ticket }, key, ALGORITHM),
    open: async (text) => {
      try {
        return Ticket.parse(await verify(text, key, { alg: ALGORITHM, exp: false }));
      } catch {
        return undefined;
      }
    },
  };
};
