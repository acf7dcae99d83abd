import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet, FleetTask } from '@wattline/backend-contract';
import type { Categorized } from '@wattline/errors';
import { z } from 'zod';
import { FleetAsked, fleetAnswer } from './ask-supervisor.ts';
import { residentMemory } from './resident-memory.ts';

export interface SupervisedService {
  readonly name: string;
  /** The module a process runs. */
  readonly module: string;
  /** How many processes of it. */
  readonly count: number;
  /** Added to what all services have. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface ProcessExit {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: string | null;
  /** Its last lines of standard error. */
  readonly stderrTail: readonly string[];
}

export interface SuperviseOptions {
  readonly services: readonly SupervisedService[];
  readonly environment: NodeJS.ProcessEnv;
  /** Each line a service prints, standard output and standard error alike. */
  readonly onLine: (service: string, line: string) => void;
  /** What a service sends over its channel, other than `ready` and questions about the fleet. */
  readonly onMessage?: (service: string, message: unknown) => void;
  /** A process exited. It is started again only once this has resolved. */
  readonly onExit?: (service: string, exit: ProcessExit) => Promise<void> | void;
  /** The folder of files that a killed process may have left. */
  readonly scratchOf?: (service: string, pid: number) => string;
  /** Asked at each exit before a service was ever ready: while true, as on a full disk, it does not count as broken. */
  readonly isStartExcused?: () => Promise<boolean>;
  /** The wait before a first restart; it doubles while a process keeps exiting early. */
  readonly restartMs?: number;
  /** How long a stopping process may take before it is killed. */
  readonly killAfterMs?: number;
}

export interface Supervision extends Fleet {
  /** Resolves when every process is ready. Rejects with ServiceBroken if one keeps exiting before it is. */
  readonly ready: Promise<void>;
  /** Asks all to drain and waits until they have exited. */
  stop(): Promise<void>;
}

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
  /** The last lines that the process printed to standard error. */
  stderrTail: string[];
  timer?: NodeJS.Timeout;
  /** What follows an exit, up to the restart. */
  exited?: Promise<void>;
}

/** What every service sends once it takes work. */
const Ready = z.looseObject({ ready: z.literal(true) });

/** What a service sends before it exits to be replaced by a new process, to give memory back. */
const Recycling = z.object({ recycling: z.literal(true) });

/**
 * Young objects die young in this code: with the default of 16 MB a process keeps three times what it needs. The heap
 * grows in small steps, since an idle process gives back nothing.
 */
const LEAN = ['--max-semi-space-size=1', '--heap-growing-percent=25'];
/** glibc keeps memory for each thread otherwise. */
const LEAN_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };

const EARLY_EXIT_MS = 10_000;
const MAX_RESTART_MS = 10_000;
const MAX_READY_RESTART_MS = 1_000;
/** A grandchild may keep the streams of a dead process open. */
const READ_TO_END_MS = 500;
const MAX_START_ATTEMPTS = 3;
const SHOWN_TAIL_LINES = 12;
const STDERR_TAIL_LINES = 60;

/** A service that does not start. The message has its last lines of standard error. */
class ServiceBroken extends Error implements Categorized {
  override readonly name = 'ServiceBroken';
  readonly category = 'internal';
  readonly code = 'SERVICE_BROKEN';
  readonly remedy = 'correct what these lines report; its log file has more';
}

/** Resolves once the last lines of a process that exited are read. */
const readToEnd = async (child: ChildProcess): Promise<void> => {
  const timeout = new AbortController();
  await Promise.race([
    once(child, 'close', { signal: timeout.signal }),
    sleep(READ_TO_END_MS, undefined, { signal: timeout.signal }),
  ]).catch(() => {});
  timeout.abort();
};

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
      stderrTail: [],
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
    const { name, module } = slot.service;
    // A process group of its own: Ctrl-C reaches only the supervisor, which then asks its children in order.
    const child = fork(module, [], {
      env: { ...LEAN_ENVIRONMENT, ...options.environment, ...slot.service.environment },
      execArgv: [...process.execArgv, ...LEAN],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    slot.child = child;
    slot.status = 'starting';
    slot.startedAt = new Date();
    slot.stderrTail = [];
    slot.isRecycling = false;
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        options.onLine(name, line);
        if (stream === child.stderr) slot.stderrTail = [...slot.stderrTail, line].slice(-STDERR_TAIL_LINES);
      });
    }
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
      const exit = { pid: child.pid, code, signal };
      slot.exited = readToEnd(child).then(() => exited(slot, exit, ready, broken));
    });
  };

  const exited = async (
    slot: Slot,
    exit: Omit<ProcessExit, 'stderrTail'>,
    ready: () => void,
    broken: (error: ServiceBroken) => void,
  ): Promise<void> => {
    const { name } = slot.service;
    const { stderrTail } = slot;
    const wasReady = slot.status === 'running';
    slot.status = 'stopped';
    if (slot.isRecycling && exit.code === 0 && !stopping) return start(slot, ready, broken);
    const cleared = Promise.resolve(options.onExit?.(name, { ...exit, stderrTail })).catch(() => {});
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
        new ServiceBroken(`${name} does not start\n  ${stderrTail.slice(-SHOWN_TAIL_LINES).join('\n  ')}`),
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
