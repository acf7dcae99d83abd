import { QueueName, StageName, StoreName } from '@wattline/topology';
import { z } from 'zod';
import type { Planned } from '../../../scripts/deploy/read-planned.ts';
import { type PolicyDocument, parsePolicy } from '../policy/policy-document.ts';
import type { Arns } from './guard-backend.ts';
import type { Role } from './role.ts';

export const ServiceName = z.enum([...StageName.options, 'status', 'serve']);
export type ServiceName = z.infer<typeof ServiceName>;

export interface Deployment {
  readonly roles: Readonly<Record<ServiceName, Role>>;
  readonly arns: Arns;
}

const Policies = z.record(ServiceName, z.string());
const RoleNames = z.record(ServiceName, z.string());
const Buckets = z.record(StoreName, z.string());

const text = (value: unknown, what: string): string => {
  if (typeof value === 'string') return value;
  throw new Error(`${what} is not known before it is made`);
};

/** The policies of all resources of a type. */
const policiesOf = ({ resources }: Planned, type: string): PolicyDocument[] =>
  resources
    .filter((resource) => resource.type === type)
    .map(({ address, values }) => parsePolicy(text(values.policy, `the policy of ${address}`)));

const named = <Name extends string>(
  names: readonly Name[],
  arnOf: (name: Name) => string,
): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, arnOf(name)])) as Record<Name, string>;

/** The task roles of a plan, with every policy that decides what they may do. */
export const readDeployment = (planned: Planned, account: string, region: string): Deployment => {
  const prefix = planned.output('prefix', z.string());
  const policies = planned.output('task_policies', Policies);
  const names = planned.output('task_roles', RoleNames);
  const buckets = planned.output('buckets', Buckets);
  const ofResources = [
    ...policiesOf(planned, 'aws_s3_bucket_policy'),
    ...policiesOf(planned, 'aws_sqs_queue'),
  ];
  const roleOf = (service: ServiceName): Role => ({
    arn: `arn:aws:iam::${account}:role/${names[service]}`,
    account,
    own: [parsePolicy(policies[service])],
    ofResources,
  });
  return {
    roles: {
      ingest: roleOf('ingest'),
      transform: roleOf('transform'),
      aggregate: roleOf('aggregate'),
      publish: roleOf('publish'),
      status: roleOf('status'),
      serve: roleOf('serve'),
    },
    arns: {
      buckets: named(StoreName.options, (store) => `arn:aws:s3:::${buckets[store]}`),
      queues: named(QueueName.options, (queue) => `arn:aws:sqs:${region}:${account}:${prefix}-${queue}`),
    },
  };
};
