import type { Fleet } from '@wattline/backend-contract';
import type { DiskSpace } from '@wattline/bootstrap';
import type { Gate, NamedTokens } from '@wattline/http';
import type { Backend, Logger } from '@wattline/worker';
import type { StatusConfig } from './config.ts';
import type { Live } from './live/live.ts';
import type { RunIndex } from './run-index/run-index.ts';
import type { SpecChecker } from './specs/spec-checker.ts';

/** What the API's routers work with. */
export interface StatusDeps {
  readonly backend: Backend & {
    /** A folder for temporary files. */
    readonly scratch: string;
  };
  /** The disk that uploads and scratch files need. */
  readonly readDisk: () => Promise<DiskSpace>;
  readonly fleet: Fleet;
  readonly index: RunIndex;
  readonly live: Live;
  readonly specs: SpecChecker;
  readonly gate: Gate;
  readonly tokens: NamedTokens;
  readonly config: StatusConfig;
  readonly log: Logger;
  readonly now: () => Date;
  /** Aborts when the service stops. */
  readonly signal: AbortSignal;
}
