import { readFile } from 'node:fs/promises';
import type { LocalBackend } from '@wattline/bootstrap';
import { type StageName, stageNames } from '@wattline/worker';
import { beforeAll, expect, test } from 'vitest';
import { costReport } from '../../scripts/deploy/cost/report.ts';
import type { Planned } from '../../scripts/deploy/read-planned.ts';
import { settled } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { exerciseServe } from './permissions/exercise-serve.ts';
import {
  exerciseStages,
  makeExercised,
  SPEC,
  startStages,
  type Views,
} from './permissions/exercise-stages.ts';
import { exerciseStatus } from './permissions/exercise-status.ts';
import { guardBackend } from './permissions/guard-backend.ts';
import { type Deployment, readDeployment, ServiceName } from './permissions/read-deployment.ts';
import {
  decideFor,
  type Grant,
  grantsOf,
  type Role,
  type Watch,
  watchRole,
  without,
} from './permissions/role.ts';
import type { Request } from './policy/evaluate.ts';
import { describeOnMoto } from './support/describe-on-moto.ts';
import { ACCOUNT, openMotoEnvironment, planOnMoto, REGION } from './support/moto-environment.ts';
import { startMoto } from './support/start-moto.ts';

const byStage = <Value>(make: (stage: StageName) => Value): Record<StageName, Value> => ({
  ingest: make('ingest'),
  transform: make('transform'),
  aggregate: make('aggregate'),
  publish: make('publish'),
});

/** By the ECS agent, for a task that asks it not to be stopped while it has a message in flight. */
const protection = ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'];

/** Granted, though no call to a store or a queue needs it. */
const neededElsewhere: Readonly<Record<ServiceName, readonly string[]>> = {
  ingest: protection,
  // It looks for uploads that wait; versions come with the store.
  transform: ['s3:GetObjectVersion', ...protection],
  aggregate: protection,
  publish: protection,
  // They come with a store of versions, and with every right to write.
  serve: ['s3:GetObjectVersion', 's3:AbortMultipartUpload'],
  // To see the fleet.
  status: [
    'ecs:DescribeClusters',
    'ecs:ListContainerInstances',
    'ecs:ListServices',
    'ecs:ListTasks',
    'ecs:DescribeContainerInstances',
    'ecs:DescribeServices',
    'ecs:DescribeTasks',
  ],
};

/** One object of each kind that a version is made of. */
const sealedObjects = {
  features: ['feature-sets/plant/version=1/manifest.json', 'feature-sets/plant/version=1/features/a.parquet'],
  models: ['training-sets/plant/version=1/train.parquet', 'preprocessors/plant/version=1/preprocessor.json'],
  results: ['reports/plant/version=1/profile.json', 'reports/plant/version=1/report.html'],
} as const;

/** Some image for each service: a plan does not ask whether it is there. */
const images = Object.fromEntries(
  ServiceName.options.map((name) => [name, `registry.example/${name}@sha256:${'0'.repeat(64)}`]),
);

describeOnMoto('the plan for an empty account', (python) => {
  let planned: Planned;
  let deployment: Deployment;

  beforeAll(async () => {
    const moto = await startMoto(python);
    try {
      const environment = await openMotoEnvironment(moto.url, {
        prefix: 'plant-dev',
        images: JSON.stringify(images),
      });
      try {
        planned = await planOnMoto(environment);
        deployment = readDeployment(planned, ACCOUNT, REGION);
      } finally {
        await environment.remove();
      }
    } finally {
      await moto.stop();
    }
  });

  const watch = (
    backend: LocalBackend,
    roles: Readonly<Record<StageName, Role>>,
  ): { views: Views; watches: Record<StageName, Watch> } => {
    const watches = byStage((stage) => watchRole(roles[stage]));
    return {
      watches,
      views: byStage((stage) => guardBackend(backend, deployment.arns, watches[stage].ask)),
    };
  };

  /** The grants that could be taken away without any of these requests being refused. */
  const idleGrants = (role: Role, asked: readonly Request[]): string[] =>
    grantsOf(role)
      .filter((grant) => {
        const less = without(role, grant);
        return asked.every((request) => decideFor(less, request) === 'allowed');
      })
      .map(({ action }) => action);

  test('every stage can do its work, and nothing beyond it', async () => {
    const backend = await makeExercised();
    const { views, watches } = watch(backend, deployment.roles);
    await startStages(backend, views);
    const receipts = await exerciseStages(backend);
    expect(byStage((stage) => watches[stage].refused)).toEqual(byStage(() => []));
    expect(receipts).toEqual({
      'plant/first.csv': 'sealed',
      'plant/second.csv': 'sealed',
      'without-spec/readings.csv': 'sealed',
      'empty/readings.csv': 'rejected',
      'failing-in-ingest/readings.csv': 'failed',
      'failing-in-transform/readings.csv': 'failed',
      'failing-in-aggregate/readings.csv': 'failed',
      'failing-in-publish/readings.csv': 'failed',
    });
    const idle = (stage: StageName): string[] => idleGrants(deployment.roles[stage], watches[stage].asked);
    expect(byStage(idle)).toEqual(byStage((stage) => neededElsewhere[stage]));

    const serve = watchRole(deployment.roles.serve);
    const posted = await exerciseServe(guardBackend(backend, deployment.arns, serve.ask));
    expect((await settled(backend, posted)).status).toBe('sealed');
    expect(serve.refused).toEqual([]);
    expect(idleGrants(deployment.roles.serve, serve.asked)).toEqual(neededElsewhere.serve);

    const status = watchRole(deployment.roles.status);
    await exerciseStatus(guardBackend(backend, deployment.arns, status.ask));
    expect(status.refused).toEqual([]);
    expect(idleGrants(deployment.roles.status, status.asked)).toEqual(neededElsewhere.status);
  });

  const wanted: Record<StageName, string> = {
    ingest: 's3:GetObjectVersion',
    transform: 'sqs:SendMessage',
    aggregate: 's3:ListBucket',
    publish: 's3:PutObject',
  };

  test.for(stageNames)('%s cannot do its work without one of them', async (stage) => {
    const role = deployment.roles[stage];
    const grants = grantsOf(role).filter(({ action }) => action === wanted[stage]);
    expect(grants).not.toEqual([]);
    const less = grants.reduce((poorer: Role, grant: Grant) => without(poorer, grant), role);
    const backend = await makeExercised();
    const { views, watches } = watch(backend, { ...deployment.roles, [stage]: less });
    // A missing ListBucket is found at the start.
    const started = startStages(backend, views).catch((error: unknown) => error);
    const upload = uploadText(backend, 'plant/readings.csv', 'time,load\n2026-03-01T00:00:00,1\n', SPEC);
    await Promise.all([started, upload]);
    const refused = await until(`${stage} is refused`, () => watches[stage].refused[0]);
    expect(refused.action).toBe(wanted[stage]);
  });

  test.for(ServiceName.options)(
    '%s can neither delete for good nor overwrite what others sealed',
    (service) => {
      const role = deployment.roles[service];
      const may = (action: string, resource: string) =>
        decideFor(role, { action, resource, context: { 'aws:SecureTransport': 'true' } }) === 'allowed';
      const { buckets } = deployment.arns;
      for (const bucket of Object.values(buckets)) {
        for (const action of ['s3:DeleteBucket', 's3:PutBucketVersioning', 's3:PutLifecycleConfiguration'])
          expect(may(action, bucket), `${action} on ${bucket}`).toBe(false);
        for (const key of ['staging-directory/plant/a.csv', 'work/1/a', 'runs/1/run.json'])
          expect(may('s3:DeleteObjectVersion', `${bucket}/${key}`), `versions of ${bucket}/${key}`).toBe(
            false,
          );
        for (const key of ['staging-directory/plant/a.csv', 'datasets/plant/log/000001.json', 'access/a'])
          expect(may('s3:DeleteObject', `${bucket}/${key}`), `${bucket}/${key}`).toBe(false);
        // The status service sweeps; buckets keep what it deletes.
        if (service !== 'status')
          for (const key of ['work/1/a', 'runs/1/run.json'])
            expect(may('s3:DeleteObject', `${bucket}/${key}`), `${bucket}/${key}`).toBe(false);
      }
      for (const [store, keys] of Object.entries(sealedObjects)) {
        for (const key of keys) {
          const object = `${buckets[store as keyof typeof sealedObjects]}/${key}`;
          expect(may('s3:PutObject', object), `s3:PutObject on ${object}`).toBe(service === 'publish');
          for (const action of ['s3:DeleteObjectVersion', 's3:PutObjectAcl'])
            expect(may(action, object), `${action} on ${object}`).toBe(false);
          expect(may('s3:DeleteObject', object), `s3:DeleteObject on ${object}`).toBe(service === 'status');
        }
      }
    },
  );

  test.for(ServiceName.options)('%s can do nothing without TLS', (service) => {
    const role = deployment.roles[service];
    for (const bucket of Object.values(deployment.arns.buckets))
      for (const action of ['s3:GetObject', 's3:PutObject'])
        expect(
          decideFor(role, { action, resource: `${bucket}/a`, context: { 'aws:SecureTransport': 'false' } }),
        ).toBe('denied');
  });

  test('costs what docs/deploy.md says', async () => {
    const page = await readFile(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
    expect(page).toContain(costReport(planned));
    expect(costReport(planned)).not.toMatch(/not counted/);
  });
});
