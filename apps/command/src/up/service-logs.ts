import { mkdirSync } from 'node:fs';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

export interface ServiceLogs {
  line(service: string, line: string): void;
  close(): Promise<void>;
}

interface Options {
  /** A file that reaches this size becomes `<service>.log.1`, and so on up to `ROTATED_FILES`. */
  readonly maxBytes?: number;
  /** The pause after a write error, before the file is opened again. */
  readonly reopenMs?: number;
  /** Called once for each outage of a log file: lines are dropped until it can be written again. */
  readonly onError?: (service: string, error: unknown) => void;
}

const MAX_BYTES = 10_000_000;
const ROTATED_FILES = 3;
const REOPEN_MS = 2_000;

interface LogFile {
  stream?: RotatingFileStream;
  dropped: number;
  reopenAt: number;
}

/**
 * The services' log lines, one rotating file per service.
 *
 * Logging never fails: lines that cannot be written (a full disk) are dropped and counted, and the count is the first
 * line once the file can be written again.
 */
export const openServiceLogs = (folder: string, options: Options = {}): ServiceLogs => {
  const { maxBytes = MAX_BYTES, reopenMs = REOPEN_MS, onError = () => {} } = options;
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, LogFile>();

  const open = (service: string, file: LogFile): RotatingFileStream => {
    const stream = createStream(`${service}.log`, {
      path: folder,
      size: `${maxBytes}B`,
      rotate: ROTATED_FILES,
    });
    stream.on('error', (error) => {
      if (file.stream !== stream) return;
      delete file.stream;
      // Lines that were dropped already belong to an outage that is known.
      if (file.dropped === 0) onError(service, error);
      file.dropped += 1;
      file.reopenAt = performance.now() + reopenMs;
    });
    file.stream = stream;
    return stream;
  };

  const write = (file: LogFile, stream: RotatingFileStream, line: string): void => {
    stream.write(`${line}\n`, (error) => {
      if (!error) file.dropped = 0;
    });
  };

  return {
    line: (service, line) => {
      const file = files.get(service) ?? { dropped: 0, reopenAt: 0 };
      files.set(service, file);
      if (file.stream !== undefined) return write(file, file.stream, line);
      if (performance.now() < file.reopenAt) {
        file.dropped += 1;
        return;
      }
      const stream = open(service, file);
      if (file.dropped > 0)
        write(file, stream, `${file.dropped} lines were dropped: the log could not be written`);
      write(file, stream, line);
    },
    close: async () => {
      await Promise.all(
        [...files.values()].map(
          ({ stream }) => new Promise<void>((resolve) => (stream ? stream.end(() => resolve()) : resolve())),
        ),
      );
    },
  };
};
