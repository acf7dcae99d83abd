import { styleText } from 'node:util';
import { type ErrorReport, reportError, UsageError } from '@wattline/errors';
import { SpecError } from '@wattline/spec/errors';
import { CommanderError } from 'commander';
import { guarded, guardedJson, printable } from './printable.ts';

/** 2 for wrong usage, 1 for what went wrong in spite of right usage. Commander's own: help and version are no errors. */
export const exitStatus = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError || error instanceof SpecError ? 2 : 1;
};

const placeText = ({ place }: ErrorReport): string | undefined => {
  const parts = [
    place.file,
    place.line === undefined ? undefined : `line ${place.line}`,
    place.column === undefined ? undefined : `column ${place.column}`,
    place.value === undefined ? undefined : `value ${JSON.stringify(place.value)}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
};

/** Code and message, place, remedy: a line each. */
export const errorText = (raw: ErrorReport): string => {
  const report = printable(raw);
  const place = placeText(report);
  return [
    `${styleText('red', 'error')} ${report.code}: ${report.message}`,
    ...(place === undefined ? [] : [`  place: ${place}`]),
    `  remedy: ${report.remedy}`,
  ].join('\n');
};

export const printError = (error: unknown, json: boolean): void => {
  if (error instanceof CommanderError) return; // Commander has printed it.
  const report = reportError(error);
  process.stderr.write(
    `${json ? guardedJson(JSON.stringify({ error: report })) : guarded(errorText(report))}\n`,
  );
};
