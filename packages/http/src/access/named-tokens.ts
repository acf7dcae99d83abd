import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { isSameSecret } from './configured-tokens.ts';
import { type Principal, type Right, rights } from './rights.ts';

/** A token that an admin made for somebody. */
const NamedToken = z.object({
  id: z.string(),
  name: z.string(),
  right: z.enum(rights),
  createdAt: z.iso.datetime(),
  /** The name of the token that it was made with. */
  createdBy: z.string(),
  /** Absent if it is valid until it is revoked. */
  expiresAt: z.iso.datetime().optional(),
});
type NamedToken = z.infer<typeof NamedToken>;

/** As it is stored: the secret itself, 32 random bytes, is shown once and kept nowhere. */
const StoredToken = NamedToken.extend({
  /** SHA-256 of the secret, hex. */
  digest: z.string(),
  /** A revoked token stays, so that no service needs the right to delete. */
  revokedAt: z.iso.datetime().optional(),
});
type StoredToken = z.infer<typeof StoredToken>;

export interface NamedTokens {
  /** The bearer of a token; undefined if it is none, was revoked or has expired. */
  find(given: string): Promise<Principal | undefined>;
  list(): Promise<NamedToken[]>;
  create(
    wanted: { readonly name: string; readonly right: Right; readonly expiresAt?: string | undefined },
    by: Principal,
  ): Promise<{ readonly token: string; readonly named: NamedToken }>;
  /** Undefined if there is none with the id. */
  revoke(id: string): Promise<NamedToken | undefined>;
}

const PREFIX = 'access/tokens/';
/** How long another service may still take a token after it was revoked here. */
const KNOWN_MS = 5_000;
const KNOWN_TOKENS = 1_000;
const TOKEN = /^wattline_([0-9a-f]{12})_([\w-]{43})$/;

const keyOf = (id: string): string => `${PREFIX}${id}.json`;

const publicPart = (token: StoredToken): NamedToken => NamedToken.parse(token);

/** Tokens that admins name and hand out, one object each in the results store, so that every status service knows them. */
export const createNamedTokens = (store: ObjectStore, now: () => Date): NamedTokens => {
  const read = async (key: string): Promise<StoredToken | undefined> => {
    const found = await store.get(key);
    return found && StoredToken.parse(JSON.parse(Buffer.from(found.body).toString('utf8')));
  };
  // Ids that are none are remembered as well: a guess costs one read of the store.
  const known = new LRUCache<string, { readonly token: StoredToken | undefined }>({
    max: KNOWN_TOKENS,
    ttl: KNOWN_MS,
    fetchMethod: async (id) => ({ token: await read(keyOf(id)) }),
  });

  return {
    find: async (given) => {
      const [, id = '', secret = ''] = TOKEN.exec(given) ?? [];
      if (id === '') return undefined;
      const { token } = await known.forceFetch(id);
      if (token === undefined || token.revokedAt !== undefined) return undefined;
      if (!isSameSecret(sha256(secret), token.digest)) return undefined;
      if (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now().getTime()) return undefined;
      return { name: token.name, right: token.right };
    },
    list: async () => {
      const tokens: NamedToken[] = [];
      for await (const { key } of store.list(PREFIX)) {
        const token = await read(key);
        if (token !== undefined && token.revokedAt === undefined) tokens.push(publicPart(token));
      }
      return tokens.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    },
    create: async ({ name, right, expiresAt }, by) => {
      const id = randomBytes(6).toString('hex');
      const secret = randomBytes(32).toString('base64url');
      const token: StoredToken = {
        id,
        name,
        right,
        digest: sha256(secret),
        createdAt: now().toISOString(),
        createdBy: by.name,
        ...(expiresAt !== undefined && { expiresAt }),
      };
      await store.put(keyOf(id), JSON.stringify(token), { ifAbsent: true, contentType: 'application/json' });
      return { token: `wattline_${id}_${secret}`, named: publicPart(token) };
    },
    revoke: async (id) => {
      const token = await read(keyOf(id));
      if (token === undefined || token.revokedAt !== undefined) return undefined;
      await store.put(keyOf(id), JSON.stringify({ ...token, revokedAt: now().toISOString() }), {
        contentType: 'application/json',
      });
      known.delete(id);
      return publicPart(token);
    },
  };
};
