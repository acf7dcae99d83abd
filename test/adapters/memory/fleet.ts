import type { Fleet, FleetTask } from '@wattline/backend-contract';

export interface MemoryFleet extends Required<Fleet> {
  start(service: string): void;
  end(id: string): void;
}

const INSTANCE = 'this-process';

/** Tasks that exist by name only. */
export const createMemoryFleet = (): MemoryFleet => {
  const tasks = new Map<string, FleetTask>();
  let started = 0;
  return {
    start: (service) => {
      started += 1;
      const id = `${service}-${started}`;
      tasks.set(id, { service, id, status: 'running', startedAt: new Date(), instance: INSTANCE });
    },
    end: (id) => {
      tasks.delete(id);
    },
    kind: 'processes',
    tasks: async () => [...tasks.values()],
    services: async () => {
      const names = [...tasks.values()].map(({ service }) => service);
      return [...new Set(names)].map((name) => ({
        name,
        running: names.filter((other) => other === name).length,
      }));
    },
    instances: async () => [{ id: INSTANCE, status: 'ACTIVE', tasks: tasks.size }],
  };
};
