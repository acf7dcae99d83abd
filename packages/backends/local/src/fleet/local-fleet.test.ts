import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet, FleetTask } from '@wattline/backend-contract';
import { describeFleet, type FleetFixture } from '@wattline/backend-contract/contract';
import { expect, test } from 'vitest';
import { askSupervisor, FleetAsked, fleetAnswer } from './ask-supervisor.ts';
import { superviseProcesses } from './supervise.ts';

const WAITING = `process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
setInterval(() => {}, 1000);
process.send({ ready: true });`;

const pidOf = (id: string): number => Number(/pid (\d+)/.exec(id)?.[1]);

type Channel = Parameters<typeof askSupervisor>[0];

/** A supervised process's end of the channel; `tasks` is what the supervisor on the other end reports. */
const channelTo = (tasks: () => Promise<FleetTask[]>): Channel => {
  const listeners: ((message: unknown) => void)[] = [];
  const channel = {
    on: (_event: string, listener: (message: unknown) => void) => {
      listeners.push(listener);
      return channel;
    },
    send: (message: unknown) => {
      const { id } = FleetAsked.parse(message);
      void tasks().then((all) => {
        // Messages go between processes as JSON.
        const answer: unknown = JSON.parse(JSON.stringify(fleetAnswer(id, all)));
        for (const listener of listeners) listener(answer);
      });
      return true;
    },
  };
  return channel as unknown as Channel;
};

const closedChannel = (): Channel => {
  const channel = {
    on: () => channel,
    send: (_message: unknown, _handle: unknown, _options: unknown, done: (error: Error) => void) => {
      done(new Error('the channel is closed'));
      return false;
    },
  };
  return channel as unknown as Channel;
};

const start = async (
  services: readonly { readonly name: string; readonly count: number }[],
  faceOf: (supervision: Fleet) => Fleet,
): Promise<FleetFixture> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-fleet-'));
  const module = join(folder, 'service.mjs');
  await writeFile(module, WAITING);
  const supervision = superviseProcesses({
    services: services.map(({ name, count }) => ({ name, count, module })),
    environment: process.env,
    onLine: () => {},
    restartMs: 1,
  });
  return {
    fleet: faceOf(supervision),
    end: async (id) => {
      process.kill(pidOf(id), 'SIGKILL');
    },
    unreachable: askSupervisor(closedChannel()),
    close: async () => {
      await supervision.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

describeFleet('the supervisor', (services) => start(services, (supervision) => supervision));

describeFleet('a supervised process', (services) =>
  start(services, (supervision) => askSupervisor(channelTo(() => supervision.tasks()))),
);

test('a supervisor that has gone is an error, not the end of the process', async () => {
  await expect(askSupervisor(closedChannel()).tasks()).rejects.toThrow('the supervisor does not answer');
});
