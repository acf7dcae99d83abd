import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '@wattline/hash';
import { type Principal, type Right, rights } from './rights.ts';

/** The tokens that the service was started with. */
export type ConfiguredTokens = Readonly<Partial<Record<Right, string>>>;

export const hasTokens = (tokens: ConfiguredTokens): boolean =>
  rights.some((right) => tokens[right] !== undefined);

const digest = (text: string): Buffer => Buffer.from(sha256(text));

/** Compares digests, so that the time it takes depends on neither content nor length. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

/** The bearer of one of the configured tokens, by its greatest right. */
export const findConfigured = (tokens: ConfiguredTokens, given: string): Principal | undefined => {
  const right = rights.findLast((one) => {
    const token = tokens[one];
    return token !== undefined && isSameSecret(given, token);
  });
  return right && { name: `${right} token`, right };
};
