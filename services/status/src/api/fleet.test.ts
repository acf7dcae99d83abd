import type { FleetView } from '@wattline/api';
import type { Fleet } from '@wattline/backend-contract';
import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';

const view = async (fleet: Fleet, times = 1): Promise<FleetView> => {
  const status = await openTestStatus({ stages: [], fleet });
  const all = await Promise.all(Array.from({ length: times }, () => status.get('/api/v1/fleet')));
  for (const one of all) expect(one).toEqual(all[0]);
  expect(all[0]?.status).toBe(200);
  return all[0]?.body as FleetView;
};

const startedAt = new Date('2026-03-01T12:00:00Z');

test('processes: their services are made of them', async () => {
  const task = { service: 'ingest', startedAt, memoryBytes: 2 ** 20, restarts: 1 };
  const fleet: Fleet = {
    tasks: async () => [
      { ...task, id: '1', status: 'running' },
      { ...task, id: '2', status: 'starting' },
    ],
  };
  expect(await view(fleet)).toMatchObject({
    kind: 'processes',
    services: [{ name: 'ingest', running: 1 }],
    tasks: [{ id: '1', startedAt: startedAt.toISOString(), restarts: 1 }, { id: '2' }],
    instances: [],
  });
});

test('a cluster: services with their images, and instances; asked once for all who look at once', async () => {
  let asked = 0;
  const fleet: Fleet = {
    kind: 'ecs',
    tasks: async () => {
      asked += 1;
      return [{ service: 'ingest', id: 't1', status: 'running', image: 'wattline:1', instance: 'i1' }];
    },
    services: async () => [{ name: 'ingest', desired: 2, running: 1 }],
    instances: async () => [{ id: 'i1', status: 'ACTIVE', tasks: 1, memoryBytes: 4, freeMemoryBytes: 1 }],
  };
  expect(await view(fleet, 20)).toEqual({
    kind: 'ecs',
    services: [{ name: 'ingest', desired: 2, running: 1, image: 'wattline:1' }],
    tasks: [{ service: 'ingest', id: 't1', status: 'running', image: 'wattline:1', instance: 'i1' }],
    instances: [{ id: 'i1', status: 'ACTIVE', tasks: 1, memoryBytes: 4, freeMemoryBytes: 1 }],
  });
  expect(asked).toBe(1);
});

test('a fleet that does not answer is no error of the page', async () => {
  const fleet: Fleet = {
    kind: 'ecs',
    tasks: async () => {
      throw new Error('credentials of /home/somebody are wrong');
    },
  };
  const found = await view(fleet);
  expect(found).toMatchObject({ kind: 'ecs', tasks: [], note: expect.stringContaining('does not answer') });
  expect(found.note).not.toContain('somebody');
});
