import { guarded, guardedJson } from './text/printable.ts';

/** Results go to standard output; everything else goes to standard error. */
export const print = (text: string): void => {
  process.stdout.write(`${guarded(text)}\n`);
};

export const printJson = (value: unknown): void => {
  process.stdout.write(`${guardedJson(JSON.stringify(value, null, 2))}\n`);
};

export const log = (text: string): void => {
  process.stderr.write(`${guarded(text)}\n`);
};
