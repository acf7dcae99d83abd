import { type RejectedError, TransientError } from '@wattline/errors';
import { type Death, deathError, ownDeathError } from './death.ts';
import { errorOf, ownErrorOf } from './failure.ts';
import { kernelCounts } from './kernel-counts.ts';
import { type LimitName, machineBytes, type ReadLimits } from './limits.ts';
import { memoryOf } from './memory.ts';
import { watchRoom } from './on-full-disk.ts';
import { createPlaces } from './places.ts';
import { type Reader, startReader } from './start-reader.ts';
import type { Ask, InputOf, OutputOf, ReaderTasks } from './tasks.ts';
import { watchLimits } from './watch.ts';

export interface ReaderPoolOptions {
  /** A module that exports `tasks`. */
  readonly tasks: URL;
  /** Files read at once, at most. */
  readonly size: number;
  /** Processes kept ready while nothing is to be read. */
  readonly warm: number;
  /** Files that one process reads before another takes its place. */
  readonly filesPerProcess?: number;
  /** A process that holds more after a file than this is replaced. */
  readonly maxIdleBytes?: number;
  /** A warm process that holds more than this of its own after `idleMs` without a file is replaced. */
  readonly maxWarmBytes?: number;
  /** How long a process waits for another file before it is ended, or replaced. */
  readonly idleMs?: number;
}

interface Work {
  readonly signal?: AbortSignal | undefined;
}

/** A stranger's file to be read: what goes wrong may be its fault. */
export interface FileWork extends Work {
  /** What errors call the file. */
  readonly file: string;
  /** Where the task writes; what is in it counts. */
  readonly folder: string;
  readonly limits: ReadLimits;
  /** A process that holds more before it begins is replaced: what it has read before would add to what this takes. */
  readonly beginsBelow?: number;
}

/** Work on files of our own: it has no limits, and whatever goes wrong is tried again. */
export interface OwnWork extends Work {
  /** What errors call the work. */
  readonly what: string;
  /** Answers what it asks for. */
  readonly reply?: Ask;
}

export type ReaderWork = FileWork | OwnWork;

/** Processes that read strangers' files, and may die of them. */
export interface ReaderPool<Tasks extends ReaderTasks> {
  /**
   * Runs a task in a process of its own, under limits. Throws RejectedError where the file is bad, passes a limit or
   * ends the process; TransientError where the machine or work of our own failed; the signal's reason where it aborts.
   */
  run<Name extends keyof Tasks & string>(
    task: Name,
    input: InputOf<Tasks, Name>,
    work: ReaderWork,
  ): Promise<OutputOf<Tasks, Name>>;
  /** Ends all processes; what they are at is killed. */
  close(): Promise<void>;
}

interface Outcome {
  readonly output?: unknown;
  readonly error?: RejectedError | TransientError;
  /** Whether the process is fit for another file. */
  readonly sound: boolean;
}

const MIB = 2 ** 20;
const START_MS = 120_000;

/** Only what reads no file of a stranger is answered. */
const replyOf = (work: ReaderWork): Ask =>
  ('what' in work ? work.reply : undefined) ??
  (() => Promise.reject(new Error('there is nothing to ask for')));

const named = (work: ReaderWork): string => ('file' in work ? `${work.file} was read` : `${work.what} ended`);
const placeOf = (work: ReaderWork): { readonly file?: string } => ('file' in work ? { file: work.file } : {});

/** Starts a pool; its first processes load at once, in parallel to what the caller does. */
export const openReaderPool = <Tasks extends ReaderTasks>(options: ReaderPoolOptions): ReaderPool<Tasks> => {
  const { tasks, size, warm, filesPerProcess = 200, idleMs = 30_000, maxWarmBytes = 45 * MIB } = options;
  // What one file left must not bring the next to its limit.
  const { maxIdleBytes = Math.min(600 * MIB, machineBytes() / 6) } = options;
  const places = createPlaces(size);
  const all = new Set<Reader>();
  const idle: Reader[] = [];
  const filesRead = new WeakMap<Reader, number>();
  let closed = false;

  const start = (): Reader => {
    const reader = startReader(tasks);
    all.add(reader);
    void reader.ended.then(() => {
      all.delete(reader);
      const at = idle.indexOf(reader);
      if (at !== -1) idle.splice(at, 1);
    });
    return reader;
  };
  const keepWarm = (): void => {
    while (!closed && all.size < warm) idle.push(start());
  };
  /** Ends a process that had nothing to read since; a warm one only if it holds memory, and another takes its place. */
  const retire = async (reader: Reader, files: number): Promise<void> => {
    const holdsLittle = reader.pid === undefined || ((await memoryOf(reader.pid)) ?? 0) <= maxWarmBytes;
    const at = idle.indexOf(reader);
    if (at === -1 || filesRead.get(reader) !== files || (all.size <= warm && holdsLittle)) return;
    idle.splice(at, 1);
    all.delete(reader);
    void reader.end();
    keepWarm();
  };
  const take = async (work: ReaderWork): Promise<Reader> => {
    const reader = idle.pop();
    if (reader === undefined) return start();
    const most = 'file' in work ? work.beginsBelow : undefined;
    if (most === undefined || reader.pid === undefined) return reader;
    if (((await memoryOf(reader.pid)) ?? 0) <= most || closed) return reader;
    all.delete(reader);
    void reader.end();
    return start();
  };
  const giveBack = async (reader: Reader, sound: boolean): Promise<void> => {
    const files = (filesRead.get(reader) ?? 0) + 1;
    filesRead.set(reader, files);
    const fit =
      sound &&
      reader.alive() &&
      files < filesPerProcess &&
      ((reader.pid === undefined ? undefined : await memoryOf(reader.pid)) ?? 0) <= maxIdleBytes;
    if (closed || !fit) {
      all.delete(reader);
      void reader.end();
    } else {
      idle.push(reader);
      setTimeout(() => void retire(reader, files), idleMs).unref();
    }
    keepWarm();
  };

  const ask = async (reader: Reader, task: string, input: unknown, work: ReaderWork): Promise<Outcome> => {
    const { signal } = work;
    let killedFor: LimitName | undefined;
    let together = places.taken() > 1;
    const watch = (limits: Partial<ReadLimits> = {}) =>
      'file' in work
        ? watchLimits({
            pid: reader.pid ?? 0,
            folder: work.folder,
            limits: { ...work.limits, ...limits },
            passed: (limit) => {
              killedFor ??= limit;
              reader.kill();
            },
          })
        : () => {};
    // How long it takes to start is not the file's.
    let stop = watch({ timeMs: START_MS });
    const abort = (): void => reader.kill();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([reader.ready, reader.ended]);
      signal?.throwIfAborted();
      stop();
      stop = watch();
      const before = kernelCounts();
      const answer = reader.alive() ? await reader.ask({ task, input }, replyOf(work)) : undefined;
      signal?.throwIfAborted();
      together ||= places.taken() > 1;
      if (answer?.type === 'done') return { output: answer.output, sound: true };
      if (answer?.type === 'failed') {
        const { failure } = answer;
        const error = 'file' in work ? errorOf(failure, work.file) : ownErrorOf(failure);
        return { error, sound: failure.kind === 'rejected' };
      }
      const ended = await reader.ended;
      const { kills, limitMet } = kernelCounts();
      const death: Death = {
        ...ended,
        killedFor,
        kernelKills: kills - before.kills,
        limitMet: limitMet > before.limitMet,
        alone: !together,
        memoryBytes: 'file' in work ? work.limits.memoryBytes : Number.POSITIVE_INFINITY,
      };
      const error = 'file' in work ? deathError({ ...work, death }) : ownDeathError(work.what, death);
      return { error, sound: false };
    } finally {
      stop();
      signal?.removeEventListener('abort', abort);
    }
  };

  keepWarm();
  return {
    run: async (task, input, work) => {
      const leave = await places.enter(work.signal);
      if (closed) {
        leave();
        throw new TransientError('READER_KILLED', `the service ends before ${named(work)}`, {
          place: placeOf(work),
          remedy: 'it is tried again',
        });
      }
      const reader = await take(work);
      const room = 'file' in work ? watchRoom(work.folder) : undefined;
      let sound = false;
      try {
        const outcome = await ask(reader, task, input, work);
        sound = outcome.sound;
        if (outcome.error !== undefined)
          throw room && 'file' in work ? await room.judge(outcome.error, work.file) : outcome.error;
        return outcome.output as OutputOf<Tasks, typeof task>;
      } finally {
        room?.stop();
        await giveBack(reader, sound);
        leave();
      }
    },
    close: async () => {
      closed = true;
      const readers = [...all];
      for (const reader of readers) if (!idle.includes(reader)) reader.kill();
      await Promise.all(readers.map((reader) => reader.end()));
    },
  };
};
