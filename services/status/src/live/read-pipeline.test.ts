import type { Pipeline } from '@wattline/api';
import type { FleetTask } from '@wattline/backend-contract';
import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';

test('a stage has the tasks of all its services, whatever the deployment is called', async () => {
  const services = ['ingest', 'ingest-more', 'ingest-more', 'plant-dev-transform', 'status', 'publish'];
  const tasks = services.map((service, id): FleetTask => ({ service, id: String(id), status: 'running' }));
  const { app } = await openTestStatus({ stages: [], fleet: { kind: 'ecs', tasks: async () => tasks } });
  const { stages } = (await (await app.request('/api/v1/pipeline')).json()) as Pipeline;
  expect(Object.fromEntries(stages.map((stage) => [stage.stage, stage.tasks]))).toEqual({
    ingest: 3,
    transform: 1,
    aggregate: 0,
    publish: 1,
  });
});
