import type { StageName } from '@wattline/worker';

/** One line of a run's log. */
export interface LogLine {
  /** ISO 8601. */
  readonly at: string;
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly stage: StageName;
  readonly part: number;
  readonly message: string;
  /** What else the line says. */
  readonly fields: Record<string, unknown>;
}
