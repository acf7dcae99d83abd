import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { FleetTask } from '@wattline/backend-contract';
import type { Categorized } from '@wattline/errors';
import { z } from 'zod';
import { FleetAsked, fleetAnswer } from './ask-supervisor.ts';
import { residentMemory } from './resident-memory.ts';
import { startServiceProcess } from './service-process.ts';
import type { ProcessExit, SupervisedService, SuperviseOptions, Supervision } from './supervision.ts';

interface Slot {
  readonly service: SupervisedService;
  readonly index: number;
  child?: ChildProcess;
  status: FleetTask['status'];
  startedAt: Date;
  restarts: number;
  earlyExits: number;
  /** Exits before any process of this slot was ready, without those that were excused. */
  failedStarts: number;
  isRecycling: boolean;
  /** Whether any process of this slot was ever ready. */
  everReady: boolean;
  timer?: NodeJS.Timeout;
  /** What follows an exit, up to the restart. */
  exited?: Promise<void>;
}

/** What every service sends once it takes work. */
const Ready = z.looseObject({ ready: z.literal(true) });

/** What a service sends before it exits to be replaced by a new process, to give memory back. */
const Recycling = z.object({ recycling: z.literal(true) });

const EARLY_EXIT_MS = 10_000;
const MAX_RESTART_MS = 10_000;
const MAX_READY_RESTART_MS = 1_000;
const MAX_START_ATTEMPTS = 3;
const SHOWN_TAIL_LINES = 12;
/** A service that does not start. The message has its last lines of standard error. */
class ServiceBroken extends Error implements Categorized {
  override readonly name = 'ServiceBroken';
  readonly category = 'internal';
  readonly code = 'SERVICE_BROKEN';
  readonly remedy = 'correct what these lines report; its log file has more';
}

/** Keeps processes running on this machine: one that exits is started again. */
export const superviseProcesses = (options: SuperviseOptions): Supervision => {
  const { restartMs = 200, killAfterMs = 30_000 } = options;
  let stopping = false;
  const slots: Slot[] = options.services.flatMap((service) =>
    Array.from({ length: service.count }, (_, index) => ({
      service,
      index,
      status: 'starting' as const,
      startedAt: new Date(),
      restarts: 0,
      earlyExits: 0,
      failedStarts: 0,
      isRecycling: false,
      everReady: false,
    })),
  );

  const tasks = (): Promise<FleetTask[]> =>
    Promise.all(
      slots.map(async ({ service, index, child, status, startedAt, restarts }): Promise<FleetTask> => {
        const pid = status === 'stopped' ? undefined : child?.pid;
        const memoryBytes = pid === undefined ? undefined : await residentMemory(pid);
        return {
          service: service.name,
          id: `${service.name}-${index}${child?.pid === undefined ? '' : ` (pid ${child.pid})`}`,
          status,
          startedAt,
          restarts,
          ...(memoryBytes !== undefined && { memoryBytes }),
        };
      }),
    );

  const start = (slot: Slot, ready: () => void, broken: (error: ServiceBroken) => void): void => {
    const { name } = slot.service;
    const started = startServiceProcess(slot.service, options.environment, (line) =>
      options.onLine(name, line),
    );
    const { child } = started;
    slot.child = child;
    slot.status = 'starting';
    slot.startedAt = new Date();
    slot.isRecycling = false;
    child.on('message', (message) => {
      if (Ready.safeParse(message).success) {
        slot.status = 'running';
        slot.everReady = true;
        ready();
      }
      if (Recycling.safeParse(message).success) slot.isRecycling = true;
      const asked = FleetAsked.safeParse(message).data;
      if (asked === undefined) options.onMessage?.(name, message);
      else
        void tasks().then((all) => {
          if (child.connected) child.send(fleetAnswer(asked.id, all), () => {});
        });
    });
    child.once('exit', (code, signal) => {
      slot.exited = started.readToEnd().then(() => {
        const exit = { pid: child.pid, code, signal, stderrTail: started.stderrTail() };
        return exited(slot, exit, ready, broken);
      });
    });
  };

  const exited = async (
    slot: Slot,
    exit: ProcessExit,
    ready: () => void,
    broken: (error: ServiceBroken) => void,
  ): Promise<void> => {
    const { name } = slot.service;
    const wasReady = slot.status === 'running';
    slot.status = 'stopped';
    if (slot.isRecycling && exit.code === 0 && !stopping) return start(slot, ready, broken);
    const cleared = Promise.resolve(options.onExit?.(name, exit)).catch(() => {});
    if (options.scratchOf && exit.pid !== undefined) {
      rm(options.scratchOf(name, exit.pid), { recursive: true, force: true }).catch(() => {});
    }
    if (stopping) return cleared;
    slot.earlyExits = Date.now() - slot.startedAt.getTime() < EARLY_EXIT_MS ? slot.earlyExits + 1 : 0;
    slot.restarts += 1;
    // A kill from outside is no fault of the service.
    const wasKilled = exit.signal === 'SIGKILL' || exit.signal === 'SIGTERM';
    if (!slot.everReady && !wasKilled && !(await options.isStartExcused?.().catch(() => false)))
      slot.failedStarts += 1;
    if (stopping) return cleared;
    if (slot.failedStarts >= MAX_START_ATTEMPTS) {
      return broken(
        new ServiceBroken(
          `${name} does not start\n  ${exit.stderrTail.slice(-SHOWN_TAIL_LINES).join('\n  ')}`,
        ),
      );
    }
    // One that takes work is wanted back soon: the work that ends it is counted by its worker.
    const longestMs = wasReady ? MAX_READY_RESTART_MS : MAX_RESTART_MS;
    const wait = Math.min(longestMs, restartMs * 2 ** slot.earlyExits);
    await cleared;
    if (!stopping) slot.timer = setTimeout(() => start(slot, ready, broken), wait);
  };

  const ready = Promise.all(
    slots.map((slot) => new Promise<void>((resolve, reject) => start(slot, resolve, reject))),
  ).then(() => {});

  // A caller that does not wait for it learns of it from the exits.
  ready.catch(() => {});

  const end = (slot: Slot): Promise<void> =>
    new Promise((resolve) => {
      clearTimeout(slot.timer);
      const { child } = slot;
      if (child === undefined || slot.status === 'stopped') return resolve();
      slot.status = 'stopping';
      const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      child.once('exit', () => {
        clearTimeout(kill);
        resolve(slot.exited);
      });
      child.kill('SIGTERM');
    });

  return {
    ready,
    kind: 'processes',
    tasks,
    stop: async () => {
      stopping = true;
      await Promise.all(slots.map(end));
    },
  };
};
