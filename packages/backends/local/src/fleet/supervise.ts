import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Fleet, FleetTask } from '@wattline/backend-contract';
import { z } from 'zod';
import { FleetAsked, fleetAnswer } from './ask-supervisor.ts';
import { residentMemory } from './resident-memory.ts';

export interface SupervisedService {
  readonly name: string;
  /** The module a process runs. */
  readonly module: string;
  /** How many processes of it. */
  readonly count: number;
  /** On top of what all have. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface SuperviseOptions {
  readonly services: readonly SupervisedService[];
  readonly environment: NodeJS.ProcessEnv;
  /** Each line a service prints, standard output and standard error alike. */
  readonly onLine: (service: string, line: string) => void;
  /** What a service says over its channel, beside that it is ready and what it asks of the fleet. */
  readonly onMessage?: (service: string, message: unknown) => void;
  readonly onExit?: (
    service: string,
    how: { code: number | null; signal: string | null; pid: number | undefined },
  ) => void;
  /** What a killed process may have left behind. */
  readonly scratchOf?: (service: string, pid: number) => string;
  /** The wait before a first restart; it doubles while a process keeps dying young. */
  readonly restartMs?: number;
  /** How long a stopping process may take before it is killed. */
  readonly killAfterMs?: number;
}

export interface Supervision extends Fleet {
  /** Every process said that it is ready. Rejects with ServiceBroken where one dies over and over before it is. */
  readonly ready: Promise<void>;
  /** Asks all to drain and waits until they are gone. */
  stop(): Promise<void>;
}

interface Slot {
  readonly service: SupervisedService;
  readonly index: number;
  child?: ChildProcess;
  status: FleetTask['status'];
  startedAt: Date;
  restarts: number;
  young: number;
  /** Whether any process of this slot was ever ready. */
  proven: boolean;
  /** What the process printed last to standard error. */
  lastWords: string[];
  timer?: NodeJS.Timeout;
}

/** What every service says once it takes work. */
const Ready = z.looseObject({ ready: z.literal(true) });

const YOUNG_MS = 10_000;
const MAX_RESTART_MS = 10_000;
const UNPROVEN_TRIES = 3;
const LAST_WORDS = 12;

/** A service that does not even start. Its message is what it printed last. */
class ServiceBroken extends Error {
  override readonly name = 'ServiceBroken';
  readonly code = 'SERVICE_BROKEN';
  readonly remedy = 'correct what it says; its log file has more';
}

/** Keeps processes running on this machine: what dies is started again. */
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
      young: 0,
      proven: false,
      lastWords: [],
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
      env: { ...options.environment, ...slot.service.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    slot.child = child;
    slot.status = 'starting';
    slot.startedAt = new Date();
    slot.lastWords = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        options.onLine(name, line);
        if (stream === child.stderr) slot.lastWords = [...slot.lastWords, line].slice(-LAST_WORDS);
      });
    }
    child.on('message', (message) => {
      if (Ready.safeParse(message).success) {
        slot.status = 'running';
        slot.proven = true;
        ready();
      }
      const asked = FleetAsked.safeParse(message).data;
      if (asked === undefined) options.onMessage?.(name, message);
      else
        void tasks().then((all) => {
          if (child.connected) child.send(fleetAnswer(asked.id, all), () => {});
        });
    });
    // Not `exit`: what it printed last is to be read first.
    child.once('close', (code, signal) => {
      slot.status = 'stopped';
      options.onExit?.(name, { code, signal, pid: child.pid });
      if (options.scratchOf && child.pid !== undefined) {
        rm(options.scratchOf(name, child.pid), { recursive: true, force: true }).catch(() => {});
      }
      if (stopping) return;
      slot.young = Date.now() - slot.startedAt.getTime() < YOUNG_MS ? slot.young + 1 : 0;
      slot.restarts += 1;
      if (!slot.proven && slot.restarts >= UNPROVEN_TRIES) {
        broken(new ServiceBroken(`${name} does not start\n  ${slot.lastWords.join('\n  ')}`));
        return;
      }
      slot.timer = setTimeout(
        () => start(slot, ready, broken),
        Math.min(MAX_RESTART_MS, restartMs * 2 ** slot.young),
      );
    });
  };

  const ready = Promise.all(
    slots.map((slot) => new Promise<void>((resolve, reject) => start(slot, resolve, reject))),
  ).then(() => {});

  // Whoever does not wait for it hears of it by the exits.
  ready.catch(() => {});

  const end = (slot: Slot): Promise<void> =>
    new Promise((resolve) => {
      clearTimeout(slot.timer);
      const { child } = slot;
      if (child === undefined || slot.status === 'stopped') return resolve();
      slot.status = 'stopping';
      const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      child.once('close', () => {
        clearTimeout(kill);
        resolve();
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
