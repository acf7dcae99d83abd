import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Death } from './death.ts';
import { failureOf } from './failure.ts';
import { type Answer, Answer as AnswerSchema, type Order } from './messages.ts';
import type { Ask } from './tasks.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const STDERR_CHARACTERS = 16 * 1024;
const END_MS = 2_000;

/** Of this process's surroundings: where programs, time zones and temporary files are. No credentials. */
const HANDED_ON = ['PATH', 'TZ', 'TMPDIR', 'SystemRoot', 'NODE_COMPILE_CACHE', 'POLARS_MAX_THREADS'] as const;

/**
 * Frames lie outside of V8's heap, of which there is little; without these it would be looked through each time that so
 * much as 16 MB were allocated, by four threads beside those that work.
 */
const GARBAGE = ['--max-semi-space-size=8', '--initial-old-space-size=64', '--single-threaded-gc'];

/** What was loaded into this process before all else, as a profile's recorder. */
const PRELOADED = process.execArgv.filter((flag) => flag.startsWith('--import='));

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    HANDED_ON.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined),
  );

/** A process that dies often must not fill the disk with images of its memory. */
const withoutCoreDumps = (node: string, args: readonly string[]): [string, readonly string[]] =>
  process.platform === 'win32'
    ? [node, args]
    : ['/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', node, ...args]];

type Answered = Extract<Answer, { type: 'done' | 'failed' }>;

const refuse: Ask = () => Promise.reject(new Error('nothing is being worked on'));

type Ended = Pick<Death, 'phase' | 'exitCode' | 'signal' | 'stderr'>;

/** A process that reads files, one at a time. */
export interface Reader {
  readonly pid: number | undefined;
  /** Resolves once it takes work; rejects never: a process that ends first resolves `ended`. */
  readonly ready: Promise<void>;
  /** Resolves when it is gone. */
  readonly ended: Promise<Ended>;
  readonly alive: () => boolean;
  /** The answer to one order; undefined where the process ended first. `reply` answers what it asks meanwhile. */
  readonly ask: (order: Order, reply: Ask) => Promise<Answered | undefined>;
  readonly kill: () => void;
  /** Lets it go: it ends by itself, or is killed. */
  readonly end: () => Promise<void>;
}

const holdLoop = (child: ChildProcess, hold: boolean): void => {
  const way = hold ? 'ref' : 'unref';
  child[way]();
  child.channel?.[way]();
  // A pipe is a socket, which need not keep this process alive.
  (child.stderr as { readonly ref?: () => void; readonly unref?: () => void } | null)?.[way]?.();
};

/** Starts a process that loads `tasks`, the URL of a module, and waits for orders. While idle it keeps nothing alive. */
export const startReader = (tasks: URL): Reader => {
  const [program, args] = withoutCoreDumps(process.execPath, [...GARBAGE, ...PRELOADED, CHILD, tasks.href]);
  const child = spawn(program, args, {
    cwd: tmpdir(),
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let stderr = '';
  let isReady = false;
  let alive = true;
  let heard: ((answer: Answered) => void) | undefined;
  let replies: Ask = refuse;
  const reply = async ({ id, question }: Extract<Answer, { type: 'asked' }>): Promise<void> => {
    const found = await replies(question).then(
      (reply) => ({ id, reply }),
      (error: unknown) => ({ id, failure: failureOf(error) }),
    );
    if (child.connected) child.send(found, () => {});
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = `${stderr}${text}`.slice(-STDERR_CHARACTERS);
  });
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      const answer = AnswerSchema.parse(message);
      if (answer.type === 'ready') {
        isReady = true;
        resolve();
      } else if (answer.type === 'asked') void reply(answer);
      else heard?.(answer);
    });
  });
  const ended = new Promise<Ended>((resolve) => {
    const gone = (exitCode: number | null, signal: string | null, said: string): void => {
      alive = false;
      resolve({ phase: isReady ? 'working' : 'starting', exitCode, signal, stderr: said });
    };
    child.once('error', (error) => gone(null, null, String(error)));
    // What it wrote last is read first. Not `close`: it does not come where this side ends the channel.
    const read = new Promise<void>((done) => child.stderr?.once('close', done));
    child.once('exit', (exitCode, signal) => {
      alive = false;
      void read.then(() => gone(exitCode, signal, stderr));
    });
  });
  holdLoop(child, false);
  return {
    pid: child.pid,
    ready,
    ended,
    alive: () => alive,
    ask: async (order, reply) => {
      holdLoop(child, true);
      stderr = '';
      replies = reply;
      const answered = new Promise<Answered>((resolve) => {
        heard = resolve;
      });
      if (child.connected) child.send(order, () => {});
      const answer = await Promise.race([answered, ended.then(() => undefined)]);
      heard = undefined;
      replies = refuse;
      holdLoop(child, false);
      return answer;
    },
    kill: () => child.kill('SIGKILL'),
    end: async () => {
      if (child.connected) child.disconnect();
      // The caller may have nothing else that keeps this process alive.
      if (alive) holdLoop(child, true);
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
      await ended;
      clearTimeout(timer);
    },
  };
};
