import { isOwn, RejectedError } from './errors.ts';
import { isOutOfSpace } from './out-of-space.ts';
import type { Place } from './place.ts';
import type { ReadingFacts } from './reading-facts.ts';

/** An error as it is reported: on a run, in a log line, on a terminal. */
export interface ErrorReport extends ReadingFacts {
  readonly code: string;
  readonly message: string;
  readonly place: Place;
  readonly remedy: string;
}

const systemRemedies: Record<string, string> = {
  ENOSPC: 'free disk space, or move the data folder to a larger disk, then replay the run',
  EDQUOT: 'free disk space or raise the quota, then replay the run',
  EACCES: 'give the user that runs Wattline access to the path',
  EROFS: 'move the data folder to a file system that can be written',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Any thrown value as a report with code, place and remedy. */
export const reportError = (error: unknown): ErrorReport => {
  if (isOwn(error)) {
    const { code, message, place, remedy } = error;
    return { code, message, place, remedy, ...(error instanceof RejectedError && error.facts) };
  }
  if (!(error instanceof Error)) {
    return {
      code: 'UNEXPECTED',
      message: String(error),
      place: {},
      remedy: 'replay the run; if it fails again, report it',
    };
  }
  const fields = error as Error & { code?: unknown; path?: unknown; remedy?: unknown; place?: Place };
  const code = text(fields.code) ?? 'UNEXPECTED';
  const path = text(fields.path);
  // A native error has an unspecific code, as GenericFailure.
  const full = isOutOfSpace(error) && systemRemedies[code] === undefined && code !== 'DISK_FULL';
  return {
    code: full ? 'ENOSPC' : code,
    message: error.message,
    place: fields.place ?? (path === undefined ? {} : { file: path }),
    remedy:
      text(fields.remedy) ??
      systemRemedies[full ? 'ENOSPC' : code] ??
      'replay the run; if it fails again, report it with the log lines of this run',
  };
};
