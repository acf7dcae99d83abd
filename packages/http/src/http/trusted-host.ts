import { isIP, isIPv4 } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { type ConfiguredTokens, hasTokens } from '../access/configured-tokens.ts';
import { RequestProblem } from './problem.ts';

/** `localhost`, 127.0.0.0/8 and ::1, as an address to listen on or a URL's host name. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  host === '[::1]' ||
  (isIPv4(host) && host.startsWith('127.'));

const isAddress = (host: string): boolean => isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0;

const matches = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;

interface HostRules {
  readonly tokens: ConfiguredTokens;
  readonly allowedHosts: readonly string[];
}

/**
 * Names that nobody else's DNS can point here: this machine's own, those that are allowed and, if tokens are asked for,
 * addresses and the names of one's own network, which have no dot.
 */
const isTrusted = (host: string, { tokens, allowedHosts }: HostRules): boolean =>
  isLoopback(host) ||
  allowedHosts.some((allowed) => matches(host, allowed)) ||
  (hasTokens(tokens) && (isAddress(host) || !host.includes('.')));

/** Refuses requests to a name that an attacker's DNS may have pointed here: the page of that name is the attacker's. */
export const requireTrustedHost = (rules: HostRules): MiddlewareHandler => {
  /** The origin of the request before: nearly all have the same. */
  let trusted = '/';
  return async (context, next) => {
    const { url } = context.req;
    if (url.startsWith(trusted) && url[trusted.length] === '/') return next();
    const { hostname } = new URL(url);
    if (!isTrusted(hostname.toLowerCase(), rules))
      throw new RequestProblem(403, 'HOST_FORBIDDEN', `${hostname} is not a name of this service`, {
        remedy: hasTokens(rules.tokens)
          ? `use its address, or start it with WATTLINE_ALLOWED_HOSTS=${hostname}`
          : 'use http://localhost or http://127.0.0.1; to serve other names, start it with tokens and WATTLINE_ALLOWED_HOSTS',
        place: { value: hostname },
      });
    trusted = url.slice(0, url.indexOf('/', url.indexOf('://') + 3));
    return next();
  };
};
