import { styleText } from 'node:util';
import { print, printJson } from '../print.ts';
import { printable } from './printable.ts';

/** One thing that doctor looked at. */
export interface Finding {
  readonly what: string;
  readonly status: 'ok' | 'warning' | 'missing';
  readonly found: string;
  readonly remedy?: string;
}

const colour = { ok: 'green', warning: 'yellow', missing: 'red' } as const;

/** Prints what was found; exit status 1 where something is missing. */
export const printFindings = (findings: readonly Finding[], json: boolean): void => {
  if (findings.some(({ status }) => status === 'missing')) process.exitCode = 1;
  if (json) {
    printJson(findings);
    return;
  }
  for (const { what, status, found, remedy } of printable(findings)) {
    print(`${styleText(colour[status], status.padEnd(8))} ${what}: ${found}`);
    if (remedy !== undefined) print(`         remedy: ${remedy}`);
  }
};
