import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** The services' log lines, one file a service. */
export const openServiceLogs = (folder: string) => {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, WriteStream>();
  return {
    line: (service: string, line: string): void => {
      const file = files.get(service) ?? createWriteStream(join(folder, `${service}.log`), { flags: 'a' });
      files.set(service, file);
      file.write(`${line}\n`);
    },
    close: (): void => {
      for (const file of files.values()) file.end();
    },
  };
};
