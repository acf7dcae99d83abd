import type { Operator, PolicyDocument, Statement } from './policy-document.ts';

/** One thing that somebody wants to do. */
export interface Request {
  /** As `s3:GetObject`. */
  readonly action: string;
  /** The ARN. */
  readonly resource: string;
  /** What conditions ask about, as `aws:SecureTransport`; keys in any case. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Caller {
  /** The ARN of the role. */
  readonly arn: string;
  readonly account: string;
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

const escaped = (text: string): string => text.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');

/** `*` matches any text, `?` one character. */
const matches = (pattern: string, text: string, flags = 's'): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, flags).test(text);

const isLike = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matches(pattern, text));

/** Each part of an ARN for itself: `*` does not reach over a colon, but for those in the last part. */
const isArnLike = (patterns: readonly string[], arn: string): boolean => {
  const partsOf = (text: string): string[] => {
    const parts = text.split(':');
    return [...parts.slice(0, 5), parts.slice(5).join(':')];
  };
  const parts = partsOf(arn);
  return patterns.some((pattern) =>
    partsOf(pattern).every((part, index) => matches(part, parts[index] ?? '')),
  );
};

const tests: Record<Operator, (wanted: readonly string[], found: string | undefined) => boolean> = {
  StringEquals: (wanted, found) => found !== undefined && wanted.includes(found),
  StringNotEquals: (wanted, found) => found === undefined || !wanted.includes(found),
  StringLike: (wanted, found) => found !== undefined && isLike(wanted, found),
  StringNotLike: (wanted, found) => found === undefined || !isLike(wanted, found),
  ArnEquals: (wanted, found) => found !== undefined && isArnLike(wanted, found),
  ArnLike: (wanted, found) => found !== undefined && isArnLike(wanted, found),
  ArnNotEquals: (wanted, found) => found === undefined || !isArnLike(wanted, found),
  ArnNotLike: (wanted, found) => found === undefined || !isArnLike(wanted, found),
  Bool: (wanted, found) => found !== undefined && wanted.includes(found.toLowerCase()),
  Null: (wanted, found) => wanted.includes(String(found === undefined)),
};

const holds = ({ Condition = {} }: Statement, context: Request['context']): boolean => {
  const lowered = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys ?? {}).every(([key, wanted]) =>
      tests[operator as Operator](wanted, lowered.get(key.toLowerCase())),
    ),
  );
};

const concerns = (statement: Statement, { action, resource }: Request): boolean => {
  const { Action, NotAction, Resource, NotResource } = statement;
  const hasAction = (patterns: readonly string[]) => patterns.some((one) => matches(one, action, 'is'));
  if (Action !== undefined ? !hasAction(Action) : hasAction(NotAction ?? [])) return false;
  if (Resource !== undefined) return isLike(Resource, resource);
  return NotResource === undefined || !isLike(NotResource, resource);
};

/** A statement on a role has no principal: it is about the role. */
const isAbout = ({ Principal }: Statement, { arn, account }: Caller): boolean => {
  if (Principal === undefined || Principal === '*') return true;
  return (Principal.AWS ?? []).some((one) =>
    ['*', arn, account, `arn:aws:iam::${account}:root`].includes(one),
  );
};

/**
 * What AWS decides inside one account: a Deny anywhere goes before every Allow; an Allow of the role's own policies or of
 * the resource's is enough.
 */
export const decide = (policies: readonly PolicyDocument[], request: Request, caller: Caller): Decision => {
  const context = {
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalIsAWSService': 'false',
    ...request.context,
  };
  const effects = policies
    .flatMap(({ Statement: statements }) => statements)
    .filter((one) => isAbout(one, caller) && concerns(one, request) && holds(one, context))
    .map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'denied';
  return effects.includes('Allow') ? 'allowed' : 'not allowed';
};
