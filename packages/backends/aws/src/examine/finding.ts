/** What an examination found about one thing. */
export interface Finding {
  readonly what: string;
  readonly status: 'ok' | 'warning' | 'missing';
  readonly found: string;
  readonly remedy?: string;
}

const PROVISION = 'make it with Terraform or wattline-provision, or correct WATTLINE_PREFIX and AWS_REGION';

/** What to do about an error by its name. */
const remedies: Readonly<Record<string, string>> = {
  NoSuchBucket: PROVISION,
  NotFound: PROVISION,
  QueueDoesNotExist: PROVISION,
  AccessDenied: 'allow this for the role or user of these credentials',
  AccessDeniedException: 'allow this for the role or user of these credentials',
  ExpiredToken: 'sign in again: the credentials have run out',
  PermanentRedirect: 'set AWS_REGION to the region of the bucket',
};

const UNREACHABLE = 'check WATTLINE_ENDPOINT, AWS_REGION, the credentials and the network';

/** A thing that does not answer, or answers with an error. */
export const faultOf = (what: string, error: unknown): Finding => {
  // A refused connection has its reason in its parts, and no message.
  const reason = error instanceof AggregateError ? error.errors.join(', ') : String(error);
  const name = error instanceof Error ? error.name : '';
  return { what, status: 'missing', found: reason, remedy: remedies[name] ?? UNREACHABLE };
};
