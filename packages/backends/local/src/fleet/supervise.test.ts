import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { superviseProcesses } from './supervise.ts';
import type { SupervisedService, SuperviseOptions, Supervision } from './supervision.ts';

const supervise = async (
  program: string,
  options: Partial<SuperviseOptions> = {},
  service: Partial<SupervisedService> = {},
): Promise<{ supervision: Supervision; lines: string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-supervise-'));
  const module = join(folder, 'service.mjs');
  await writeFile(module, program);
  const lines: string[] = [];
  const supervision = superviseProcesses({
    services: [{ name: 'service', module, count: 1, ...service }],
    environment: process.env,
    onLine: (_, line) => lines.push(line),
    restartMs: 1,
    ...options,
  });
  onTestFinished(async () => {
    await supervision.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { supervision, lines };
};

const waiting = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);";

const pidOf = async (supervision: Supervision): Promise<number> =>
  Number(/pid (\d+)/.exec((await supervision.tasks())[0]?.id ?? '')?.[1]);

test('a service reports ready, is listed, and is asked to end', async () => {
  const { supervision, lines } = await supervise(
    `${waiting} console.log('hello'); process.send({ ready: true });`,
  );
  await supervision.ready;
  expect(await supervision.tasks()).toMatchObject([{ service: 'service', status: 'running', restarts: 0 }]);
  await expect.poll(() => lines).toEqual(['hello']);
  await supervision.stop();
  expect(await supervision.tasks()).toMatchObject([{ status: 'stopped', restarts: 0 }]);
});

test('a killed process is started again', async () => {
  const exits: unknown[] = [];
  const { supervision } = await supervise(`${waiting} process.send({ ready: true });`, {
    onExit: (_, { signal }) => {
      exits.push(signal);
    },
  });
  await supervision.ready;
  const first = await pidOf(supervision);
  process.kill(first, 'SIGKILL');
  await expect
    .poll(async () => (await supervision.tasks())[0])
    .toMatchObject({ status: 'running', restarts: 1 });
  expect(await pidOf(supervision)).not.toBe(first);
  expect(exits).toEqual(['SIGKILL']);
});

test('a process is handed what its service says', async () => {
  const messages: unknown[] = [];
  const { supervision } = await supervise(
    `${waiting} process.send({ ready: true }); process.send({ args: process.argv.slice(2) });`,
    { onMessage: (_, message) => messages.push(message) },
    { args: ['--one', 'two'] },
  );
  await supervision.ready;
  await expect.poll(() => messages).toContainEqual({ args: ['--one', 'two'] });
});

test('a service that exits to be replaced is started again at once, and that is no restart', async () => {
  const exits: unknown[] = [];
  const { supervision } = await supervise(
    `${waiting} process.on('SIGUSR2', () => process.send({ recycling: true }, () => process.exit(0)));
     process.send({ ready: true });`,
    {
      onExit: () => {
        exits.push('exit');
      },
    },
  );
  await supervision.ready;
  const first = await pidOf(supervision);
  process.kill(first, 'SIGUSR2');
  await expect.poll(() => pidOf(supervision)).not.toBe(first);
  await expect
    .poll(async () => (await supervision.tasks())[0])
    .toMatchObject({ status: 'running', restarts: 0 });
  expect(exits).toEqual([]);
});

test('a service that never starts is reported with the end of its stderr, and is not restarted for ever', async () => {
  const { supervision } = await supervise("console.error('no such disk'); process.exit(3);");
  await expect(supervision.ready).rejects.toThrow(/service does not start\n {2}no such disk/);
  expect(await supervision.tasks()).toMatchObject([{ status: 'stopped', restarts: 3 }]);
});

test('a process that does not end in time is killed', async () => {
  const { supervision } = await supervise(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.send({ ready: true });",
    {
      killAfterMs: 50,
    },
  );
  await supervision.ready;
  await supervision.stop();
  expect(await supervision.tasks()).toMatchObject([{ status: 'stopped' }]);
});

test('a service can ask what runs beside it and how much memory each takes, and send messages of its own', async () => {
  const asking = `
    import { askSupervisor } from ${JSON.stringify(new URL('./ask-supervisor.ts', import.meta.url).href)};
    const fleet = askSupervisor(process);
    process.send({ ready: true, url: process.env.PLACE });
    setTimeout(async () => process.send({ tasks: await fleet.tasks() }), 0);
    process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`;
  const messages: unknown[] = [];
  const { supervision } = await supervise(asking, { onMessage: (_, message) => messages.push(message) });
  await supervision.ready;
  await expect.poll(() => messages).toHaveLength(2);
  expect(messages).toMatchObject([
    { ready: true },
    { tasks: [{ service: 'service', status: 'running', memoryBytes: expect.any(Number) }] },
  ]);
});

test('starts that fail while they are excused do not count', async () => {
  let excused = 0;
  const { supervision } = await supervise('process.exit(3);', {
    isStartExcused: async () => {
      excused += 1;
      return excused <= 6;
    },
  });
  await expect(supervision.ready).rejects.toThrow(/service does not start/);
  // Six that do not count, then as many as without an excuse.
  expect(excused).toBe(9);
});

test('starts that somebody kills do not count', async () => {
  let starts = 0;
  const { supervision } = await supervise("process.kill(process.pid, 'SIGKILL');", {
    onExit: async () => {
      starts += 1;
    },
  });
  supervision.ready.catch(() => {});
  await expect.poll(() => starts).toBeGreaterThan(4);
  expect((await supervision.tasks())[0]?.restarts).toBeGreaterThan(3);
});
