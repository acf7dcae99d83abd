import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const policy = (rules: Readonly<Record<string, string>>): string =>
  Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');

const closed = { 'default-src': "'none'", 'base-uri': "'none'", 'form-action': "'none'" };

/** Answers that are data: nothing in them may do anything, should a browser show one. */
const DATA = policy({ ...closed, 'frame-ancestors': "'none'", sandbox: '' });

/** The page: its own files and its own API, nothing inline, nothing from anywhere else. */
export const PAGE = policy({
  ...closed,
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'frame-src': "'self'",
  'manifest-src': "'self'",
  'frame-ancestors': "'none'",
});

/** The reference page writes styles into its markup. */
export const REFERENCE = policy({
  ...closed,
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
});

const CSP = 'content-security-policy';

/** Headers that keep a browser from making more of an answer than it is. A handler's own policy is kept. */
export const secureAnswers = (): MiddlewareHandler => {
  const common = secureHeaders({
    referrerPolicy: 'no-referrer',
    // Whether TLS ends in front of this service is not known here; the policy says which page may frame an answer.
    strictTransportSecurity: false,
    xFrameOptions: false,
  });
  return async (context, next) => {
    await common(context, next);
    if (!context.res.headers.has(CSP)) context.res.headers.set(CSP, DATA);
  };
};
