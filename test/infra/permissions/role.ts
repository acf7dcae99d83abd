import { type Decision, decide, type Request } from '../policy/evaluate.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Ask } from './guard-store.ts';

/** A task role and everything that decides what it may do. */
export interface Role {
  readonly arn: string;
  readonly account: string;
  /** The policies of the role itself. */
  readonly own: readonly PolicyDocument[];
  /** The policies of the buckets and queues. */
  readonly ofResources: readonly PolicyDocument[];
}

export const decideFor = (role: Role, request: Request): Decision =>
  decide([...role.own, ...role.ofResources], request, role);

export interface Watch {
  readonly ask: Ask;
  /** Everything that was asked for. */
  readonly asked: readonly Request[];
  readonly refused: readonly Request[];
}

/** Lets through what the role may do, refuses the rest as AWS does, and writes both down. */
export const watchRole = (role: Role): Watch => {
  const asked: Request[] = [];
  const refused: Request[] = [];
  return {
    asked,
    refused,
    ask: (requests) => {
      asked.push(...requests);
      const not = requests.filter((request) => decideFor(role, request) !== 'allowed');
      refused.push(...not);
      const [first] = not;
      if (first === undefined) return;
      throw Object.assign(new Error(`${role.arn} may not ${first.action} on ${first.resource}`), {
        name: 'AccessDenied',
        remedy: 'give the role what it needs in infra/topology.json, or the Terraform module identity',
      });
    },
  };
};

export interface Grant {
  readonly policy: number;
  readonly statement: number;
  readonly action: string;
}

/** Each action of each statement that allows something. */
export const grantsOf = ({ own }: Role): Grant[] =>
  own.flatMap(({ Statement }, policy) =>
    Statement.flatMap(({ Effect, Action = [] }, statement) =>
      Effect === 'Allow' ? Action.map((action) => ({ policy, statement, action })) : [],
    ),
  );

/** The role without one action of one statement. */
export const without = (role: Role, grant: Grant): Role => ({
  ...role,
  own: role.own.map((document, policy) => ({
    ...document,
    Statement: document.Statement.map((one, statement) =>
      policy === grant.policy && statement === grant.statement
        ? { ...one, Action: (one.Action ?? []).filter((action) => action !== grant.action) }
        : one,
    ),
  })),
});
