import { z } from 'zod';
import { Instant } from './names.ts';

/** A file that is in the staging store, whole. */
export const Uploaded = z
  .object({
    run: z.string(),
    dataset: z.string(),
    key: z.string(),
    bytes: z.int(),
    /** The run's address. */
    href: z.string(),
  })
  .meta({ id: 'Uploaded' });
export type Uploaded = z.infer<typeof Uploaded>;

export const TicketRequest = z
  .object({
    dataset: z.string().min(1).max(200),
    name: z.string().min(1).max(200),
    bytes: z.int().positive(),
  })
  .meta({ id: 'TicketRequest' });

/** Leave to put one file straight into the store. */
export const UploadTicket = z
  .object({
    ticket: z.string(),
    key: z.string(),
    method: z.literal('PUT'),
    url: z.string(),
    /** To be sent with the file. Straight into the store the file has exactly the bytes that were said. */
    headers: z.record(z.string(), z.string()),
    expiresAt: Instant,
    /** Leads to the run once the file has arrived: 404 with code UPLOAD_PENDING until then, then a redirect. */
    href: z.string(),
  })
  .meta({ id: 'UploadTicket' });
export type UploadTicket = z.infer<typeof UploadTicket>;
