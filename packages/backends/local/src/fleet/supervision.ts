import type { Fleet } from '@wattline/backend-contract';

export interface SupervisedService {
  readonly name: string;
  /** The module a process runs. */
  readonly module: string;
  /** How many processes of it. */
  readonly count: number;
  /** Handed to each process of it. */
  readonly args?: readonly string[];
  /** How much room young objects have, MB; by default 1. */
  readonly youngMb?: number;
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
