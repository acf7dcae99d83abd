import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fleet, FleetInstance, FleetService, FleetTask } from '../fleet.ts';

/** What the suite has running: two tasks of one service and one of another. */
const SERVICES = [
  { name: 'contract-two', count: 2 },
  { name: 'contract-one', count: 1 },
] as const;

export interface FleetFixture {
  readonly fleet: Fleet;
  /** Ends one running task from outside, as a crash does. Another may be started in its place. */
  end(id: string): Promise<void>;
  /** A fleet of the same make that cannot find out what runs: its cluster does not exist, or nobody answers. */
  readonly unreachable: Fleet;
  close(): Promise<void>;
}

/** Runs so many tasks of each service, and nothing else. They may still be starting when it resolves. */
export type MakeFleet = (
  services: readonly { readonly name: string; readonly count: number }[],
) => Promise<FleetFixture>;

export interface FleetContractOptions {
  /** Milliseconds added to every deadline, for a fleet across a network. */
  readonly slack?: number;
}

/** A clock of another machine may be ahead of this one's. */
const CLOCK_SKEW_MS = 60_000;

const isRunning = ({ status }: FleetTask): boolean => status === 'running';

const expectDistinct = (names: readonly string[]): void => {
  expect(names).not.toContain('');
  expect(new Set(names).size).toBe(names.length);
};

const expectCount = (count: number | undefined): void => {
  if (count !== undefined)
    expect(Number.isSafeInteger(count) && count >= 0, `${count} is a count`).toBe(true);
};

const expectTask = (task: FleetTask): void => {
  expect(['starting', 'running', 'stopping', 'stopped']).toContain(task.status);
  expectCount(task.memoryBytes);
  expectCount(task.restarts);
  const { startedAt } = task;
  if (startedAt === undefined) return;
  expect(startedAt).toBeInstanceOf(Date);
  expect(startedAt.getTime()).toBeGreaterThan(0);
  expect(startedAt.getTime()).toBeLessThanOrEqual(Date.now() + CLOCK_SKEW_MS);
};

const expectServices = (services: readonly FleetService[]): void => {
  expectDistinct(services.map(({ name }) => name));
  expect(services.map(({ name }) => name)).toEqual(expect.arrayContaining(SERVICES.map(({ name }) => name)));
  for (const { desired, running } of services) {
    expectCount(desired);
    expectCount(running);
  }
};

const expectInstances = (instances: readonly FleetInstance[], tasks: readonly FleetTask[]): void => {
  const ids = instances.map(({ id }) => id);
  expectDistinct(ids);
  for (const { instance } of tasks) if (instance !== undefined) expect(ids).toContain(instance);
  for (const { tasks: count, memoryBytes, freeMemoryBytes } of instances) {
    expectCount(count);
    expectCount(memoryBytes);
    expectCount(freeMemoryBytes);
    if (memoryBytes !== undefined) expect(freeMemoryBytes ?? 0).toBeLessThanOrEqual(memoryBytes);
  }
};

/**
 * What the status service may rely on, whichever the fleet. The fleet is made once; the tests run in order, and the last
 * ends a task.
 */
export const describeFleet = (name: string, make: MakeFleet, options: FleetContractOptions = {}): void => {
  const patience = 120_000 + (options.slack ?? 0);

  describe(`${name} keeps the contract of a fleet`, { timeout: 3 * patience }, () => {
    let fixture: FleetFixture;
    beforeAll(async () => {
      fixture = await make(SERVICES);
    }, 3 * patience);
    afterAll(() => fixture.close());

    /** The tasks, once so many of each service run as there are to be. */
    const settled = async (): Promise<FleetTask[]> => {
      const deadline = performance.now() + patience;
      const expected = SERVICES.map(({ name: service, count }) => [service, count]);
      for (;;) {
        const tasks = await fixture.fleet.tasks();
        const running = SERVICES.map(({ name: service }) => [
          service,
          tasks.filter((task) => task.service === service && isRunning(task)).length,
        ]);
        if (performance.now() >= deadline) expect(running).toEqual(expected);
        if (String(running) === String(expected)) return tasks;
        await sleep(50);
      }
    };

    test('lists every task that runs, with its service', async () => {
      const tasks = await settled();
      const services = new Set<string>(SERVICES.map((service) => service.name));
      expect(tasks.filter((task) => isRunning(task) && !services.has(task.service))).toEqual([]);
      expectDistinct(tasks.map(({ id }) => id));
      tasks.forEach(expectTask);
    });

    test('lists a task under the same id for as long as it runs', async () => {
      const ids = (tasks: readonly FleetTask[]) =>
        tasks
          .filter(isRunning)
          .map(({ id }) => id)
          .sort();
      expect(ids(await settled())).toEqual(ids(await settled()));
    });

    test('answers concurrent calls alike', async () => {
      const before = await settled();
      const answers = await Promise.all(Array.from({ length: 20 }, () => fixture.fleet.tasks()));
      for (const answer of answers)
        expect(answer.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    });

    test('lists services and instances that agree with its tasks, if it lists any', async () => {
      const tasks = await settled();
      const { fleet } = fixture;
      if (fleet.services) expectServices(await fleet.services());
      if (fleet.instances) expectInstances(await fleet.instances(), tasks);
    });

    test('fails if it cannot find out what runs: an empty list would say that nothing does', async () => {
      const { unreachable } = fixture;
      await expect(unreachable.tasks()).rejects.toBeInstanceOf(Error);
      if (unreachable.services) await expect(unreachable.services()).rejects.toBeInstanceOf(Error);
      if (unreachable.instances) await expect(unreachable.instances()).rejects.toBeInstanceOf(Error);
    });

    test('does not list a task as running once it has ended', async () => {
      const [first] = (await settled()).filter(isRunning);
      if (first === undefined) throw new Error('no task runs');
      await fixture.end(first.id);
      const deadline = performance.now() + patience;
      for (;;) {
        const still = (await fixture.fleet.tasks()).filter((task) => task.id === first.id && isRunning(task));
        if (still.length === 0) return;
        if (performance.now() >= deadline) expect(still).toEqual([]);
        await sleep(50);
      }
    });
  });
};
