import { fileURLToPath } from 'node:url';
import { sha256 } from '@wattline/hash';
import { RequestProblem } from '@wattline/http';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { Tinypool } from 'tinypool';
import type { Problem, SpecCheck } from './check-spec.ts';

export interface SpecChecker {
  /**
   * Everything that is wrong with a spec's text; also that it takes too long. Throws RequestProblem if too many wait, or
   * the machine is too busy to say.
   */
  problems(text: string): Promise<readonly Problem[]>;
  /** Ends the processes that check. */
  close(): Promise<void>;
}

const CHECK = fileURLToPath(new URL('./check-spec.ts', import.meta.url));
const PROCESSES = 2;
const MAX_HEAP_MIB = 512;
const IDLE_MS = 60_000;
const MAX_WAITING = 20;
const REMEMBERED = 200;

/** The check ended its own process: by its limit of CPU time, or of memory. */
class CheckEnded extends Error {
  override readonly name = 'CheckEnded';
}

const tooCostly = (cpuMs: number): Problem => ({
  message: `the spec could not be checked within ${cpuMs / 1_000} s of CPU time and ${MAX_HEAP_MIB} MiB`,
  remedy: 'write a shorter spec: fewer columns, lags and windows',
});

const busy = (message: string): RequestProblem =>
  new RequestProblem(503, 'SPECS_BUSY', message, { remedy: 'try again in a few seconds' });

/** No variables of this process but where programs and time zones are: tokens and credentials stay here. */
const environment = (): Record<string, string> => ({
  ...(process.env.PATH !== undefined && { PATH: process.env.PATH }),
  ...(process.env.TZ !== undefined && { TZ: process.env.TZ }),
});

/**
 * Checks specs in processes that start with the first text and end when idle. A costly text holds up at most other
 * specs, never this process, and its own process is ended after `cpuMs` of CPU time. A check that has not had as much
 * within `wallMs` does not judge its spec: the machine is busy.
 */
export const createSpecChecker = ({ cpuMs = 10_000, wallMs = 120_000 } = {}): SpecChecker => {
  const limit = pLimit(PROCESSES);
  let pool: Tinypool | undefined;
  const open = (): Tinypool =>
    new Tinypool({
      runtime: 'child_process',
      filename: CHECK,
      minThreads: 0,
      maxThreads: PROCESSES,
      idleTimeout: IDLE_MS,
      execArgv: [`--max-old-space-size=${MAX_HEAP_MIB}`],
      env: environment(),
    });

  const check = async (text: string): Promise<readonly Problem[]> => {
    pool ??= open();
    const signal = AbortSignal.timeout(wallMs);
    try {
      return (await pool.run({ text, cpuMs } satisfies SpecCheck, { signal })) as readonly Problem[];
    } catch (cause) {
      if (signal.aborted)
        throw busy(`the spec could not be checked within ${wallMs / 1_000} s: this machine is busy`);
      throw new CheckEnded('the check was ended', { cause });
    }
  };

  // The same text is checked as it is typed, previewed, saved and shown again. What ended early is tried again.
  const known = new LRUCache<string, readonly Problem[], string>({
    max: REMEMBERED,
    fetchMethod: (_digest, _stale, { context: text }) => {
      if (limit.pendingCount >= MAX_WAITING) throw busy(`${MAX_WAITING} specs wait to be checked`);
      return limit(check, text);
    },
  });
  return {
    problems: async (text) => {
      const digest = sha256(text);
      try {
        return await known.forceFetch(digest, { context: text });
      } catch (error) {
        if (error instanceof CheckEnded) return [tooCostly(cpuMs)];
        throw error;
      }
    },
    close: async () => {
      await pool?.destroy();
    },
  };
};
