import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DisturbedStack } from './disturbed-stack.ts';
import { signal } from './process-tree.ts';
import type { Random } from './random.ts';

interface Scene {
  readonly stack: DisturbedStack;
  readonly random: Random;
  /** The disk that the stack works on, where it is one of its own. */
  readonly disk: string | undefined;
}

/** What is done to the stack. Each returns what it did, or undefined where there was nothing to do it to. */
const disturbances = {
  'kill a process': async ({ stack, random }) => {
    const workers = await stack.workers();
    if (workers.length === 0) return;
    const victim = random.pick(workers);
    signal(victim, 'SIGKILL');
    return `pid ${victim.pid}`;
  },
  'kill several processes at once': async ({ stack, random }) => {
    const victims = (await stack.workers()).filter(() => random.below(2) === 0);
    for (const victim of victims) signal(victim, 'SIGKILL');
    return victims.length === 0 ? undefined : `${victims.length} of them`;
  },
  'kill the supervisor': async ({ stack }) => {
    await stack.killSupervisor();
    return 'and start another';
  },
  'stop a process for a while': async ({ stack, random }) => {
    const workers = await stack.workers();
    if (workers.length === 0) return;
    const victim = random.pick(workers);
    const ms = 500 + random.below(2_500);
    signal(victim, 'SIGSTOP');
    await sleep(ms);
    signal(victim, 'SIGCONT');
    return `pid ${victim.pid}, ${ms} ms`;
  },
  'step the clock': async ({ stack, random }) => {
    const hours = random.pick([-24 * 30, -1, -0.01, 0, 0.01, 1, 24 * 30]);
    await writeFile(stack.clockFile, String(hours * 3_600_000));
    return `${hours} h`;
  },
  'fill the disk for a while': async ({ disk, random }) => {
    if (disk === undefined) return;
    const { bavail, bsize } = await statfs(disk);
    const ballast = join(disk, 'ballast');
    const left = random.pick([0, 64_000, 1_000_000]);
    await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left))).catch(() => {
      // Somebody else took the room meanwhile: it is full all the same.
    });
    await sleep(1_000 + random.below(2_000));
    await rm(ballast, { force: true });
    return `${left} bytes left`;
  },
} as const satisfies Record<string, (scene: Scene) => Promise<string | undefined>>;

/** How often each comes, of so many. */
const schedule: readonly (keyof typeof disturbances)[] = [
  'kill a process',
  'kill the supervisor',
  'kill a process',
  'step the clock',
  'fill the disk for a while',
  'kill a process',
  'stop a process for a while',
  'kill several processes at once',
  'step the clock',
  'kill a process',
];

/** Disturbs the stack until `signal` says so, at least once in each way. What was done, in order. */
export const disturb = async (scene: Scene, over: AbortSignal): Promise<string[]> => {
  const done: string[] = [];
  for (let index = 0; index < schedule.length || !over.aborted; index += 1) {
    await sleep(100 + scene.random.below(1_100));
    const name = schedule[index % schedule.length] ?? 'kill a process';
    const what = await disturbances[name](scene);
    if (what !== undefined) done.push(`${name}: ${what}`);
  }
  return done;
};
