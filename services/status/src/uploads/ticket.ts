import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Leave to put one file, as the bearer's own text tells it: nothing is kept of it here. */
const Ticket = z.object({
  key: z.string(),
  dataset: z.string(),
  maxBytes: z.int(),
  expiresAtMs: z.int(),
  /** The newest version of the key when the ticket was given: what differs has arrived since. */
  before: z.string().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

export interface Tickets {
  seal(ticket: Ticket): string;
  /** Undefined where this service, or one with the same token, did not give it. */
  open(text: string): Ticket | undefined;
}

const decode = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Signs tickets. With a secret, several processes know each other's and they outlive a restart; without one they are
 * this process's alone.
 */
export const createTickets = (secret: string | undefined): Tickets => {
  const key =
    secret === undefined
      ? randomBytes(32)
      : createHmac('sha256', secret).update('wattline upload tickets').digest();
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    seal: (ticket) => {
      const payload = Buffer.from(JSON.stringify(ticket)).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    open: (text) => {
      const [payload = '', signature = ''] = text.split('.');
      const [given, own] = [Buffer.from(signature, 'base64url'), sign(payload)];
      if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
      const ticket = Ticket.safeParse(decode(payload));
      return ticket.success ? ticket.data : undefined;
    },
  };
};
