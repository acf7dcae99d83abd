import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
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

/** What `secureAnswers` adds to an answer that is data. */
export const DATA_HEADERS = {
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
  [CSP]: DATA,
} as const;

/** Of an answer that a handler sent by itself, headers included. */
export const answerSent = RESPONSE_ALREADY_SENT;

const secured = new WeakSet<Response>([answerSent]);

/** Data with these headers from the first on: to add them one by one takes longer than a short answer. */
export const securedAnswer = (body: string | Uint8Array<ArrayBuffer>, type: string): Response => {
  const response = new Response(body, { headers: { 'content-type': type, ...DATA_HEADERS } });
  secured.add(response);
  return response;
};

/** Headers that keep a browser from making more of an answer than it is. A handler's own policy is kept. */
export const secureAnswers = (): MiddlewareHandler => {
  const common = secureHeaders({
    referrerPolicy: 'no-referrer',
    // Whether TLS ends in front of this service is not known here; the policy says which page may frame an answer.
    strictTransportSecurity: false,
    xFrameOptions: false,
  });
  return async (context, next) => {
    await next();
    if (secured.has(context.res)) return;
    await common(context, async () => {});
    if (!context.res.headers.has(CSP)) context.res.headers.set(CSP, DATA);
  };
};
