import { z } from 'zod';
import { Cursor, Instant } from './names.ts';

/** What a token lets its bearer do; each right includes those before it. */
export const Right = z.enum(['read', 'write', 'admin']).meta({ id: 'Right' });
export type Right = z.infer<typeof Right>;

/** A token that an admin made for somebody. The token itself is shown once, when it is made. */
export const NamedToken = z
  .object({
    id: z.string(),
    name: z.string(),
    right: Right,
    createdAt: Instant,
    /** The name of the token that it was made with. */
    createdBy: z.string(),
    /** Absent if it is valid until it is revoked. */
    expiresAt: Instant.optional(),
  })
  .meta({ id: 'NamedToken' });
export type NamedToken = z.infer<typeof NamedToken>;

export const TokenList = z.object({ tokens: z.array(NamedToken) }).meta({ id: 'TokenList' });
export type TokenList = z.infer<typeof TokenList>;

export const TokenRequest = z
  .object({
    /** Whose it is, as the audit log shows it. */
    name: z
      .string()
      .max(100)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9 ._@-]*[A-Za-z0-9])?$/,
        'must be of letters, digits, spaces and . _ @ -, and begin and end with a letter or digit',
      ),
    right: Right,
    /** Valid for so many days (default: until it is revoked). */
    days: z.int().min(1).max(3_650).optional(),
  })
  .meta({ id: 'TokenRequest' });

export const TokenCreated = z
  .object({
    /** Shown this once: the service keeps only its digest. */
    token: z.string(),
    named: NamedToken,
  })
  .meta({ id: 'TokenCreated' });
export type TokenCreated = z.infer<typeof TokenCreated>;

/** One change that was made through the API. */
export const AuditEntry = z
  .object({
    at: Instant,
    /** The name of the token that was sent. */
    who: z.string(),
    right: Right,
    /** What was done, as `run.replayed`. */
    action: z.string(),
    /** To what: a run, a key, a queue, a dataset. */
    target: z.string(),
    /** The answer's status; 500 and above: it may have been done in part. */
    status: z.int(),
    /** The address that the request came from. */
    from: z.string().optional(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = z
  .object({ entries: z.array(AuditEntry), cursor: Cursor.optional() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;
