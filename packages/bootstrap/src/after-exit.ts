import type { ProcessExit } from '@wattline/backend-local';
import { StageName } from '@wattline/topology';
import { type DeathDocument, type InterruptedTask, recordDeath } from '@wattline/worker';
import type { LocalBackend } from './local-backend.ts';
import { workerNamePrefix } from './worker-name.ts';

const LONGEST_STDERR = 300;

/** Stack traces, and hints for those who build it. */
const NOISE = /^\s*$|^\s*(at |\d+: |-{3,}|note:|warning:|stack backtrace)/;
const PANIC = /panicked at|fatal/i;

/** Why a process died, in its own words: its panic and the line after, else the last line that says something. */
const stderrSummary = (stderr: readonly string[]): string => {
  const lines = stderr.filter((line) => !NOISE.test(line)).map((line) => line.trim());
  const panic = lines.findIndex((line) => PANIC.test(line));
  const words = panic < 0 ? lines.slice(-1) : lines.slice(panic, panic + 2);
  return words.join(' ').slice(0, LONGEST_STDERR);
};

const deathOf = ({ signal, code, stderrTail }: ProcessExit): DeathDocument => {
  const stderr = stderrSummary(stderrTail);
  return {
    at: new Date().toISOString(),
    ...(signal !== null && { signal }),
    ...(code !== null && { exitCode: code }),
    ...(stderr !== '' && { stderr }),
  };
};

/** Releases what a dead process had in flight, and records its death for each task it worked on. */
export const clearAfterExit = async (
  backend: LocalBackend,
  service: string,
  exit: ProcessExit,
): Promise<InterruptedTask[]> => {
  if (exit.pid === undefined) return [];
  const messages = await backend.releaseMessagesOf(exit.pid);
  const stage = StageName.safeParse(service).data;
  if (stage === undefined) return [];
  return recordDeath(backend.stores, {
    stage,
    worker: workerNamePrefix(service, exit.pid),
    bodies: messages.map(({ body }) => body),
    death: deathOf(exit),
  });
};
