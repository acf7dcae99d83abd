import { RejectedError, reportError, TransientError } from '@wattline/errors';
import type { Failure } from './messages.ts';
import { plainText } from './plain-text.ts';

const MAX_MESSAGE = 1_000;
const MAX_CELL = 200;
const MAX_STACK = 4_000;

/** Errors of the machine, which say nothing about the file. */
const ofTheMachine = /^E[A-Z0-9]+$/;

const kindOf = (error: unknown, code: string): Failure['kind'] => {
  if (error instanceof RejectedError) return 'rejected';
  return error instanceof TransientError || ofTheMachine.test(code) ? 'transient' : 'unexpected';
};

/** Any thrown value as it goes to another process: every text bounded and plain. */
export const failureOf = (error: unknown): Failure => {
  const { code, message, place, remedy } = reportError(error);
  const cell = (text: string | undefined) => (text === undefined ? undefined : plainText(text, MAX_CELL));
  return {
    kind: kindOf(error, code),
    code,
    message: plainText(message, MAX_MESSAGE),
    place: { ...place, column: cell(place.column), value: cell(place.value) },
    remedy: plainText(remedy, MAX_MESSAGE),
    ...(error instanceof Error && error.stack !== undefined && { stack: plainText(error.stack, MAX_STACK) }),
  };
};

/** The error on this side. One that the code did not foresee depends on the file alone: the file is refused. */
export const errorOf = (failure: Failure, file: string): RejectedError | TransientError => {
  const { kind, code, message, place, remedy, stack } = failure;
  const cause = stack === undefined ? undefined : new Error(message, { cause: stack });
  if (kind === 'rejected') return new RejectedError(code, message, { place, remedy, cause });
  if (kind === 'transient') return new TransientError(code, message, { place, remedy, cause });
  return new RejectedError('FILE_UNREADABLE', `${file} cannot be read: ${message.split('\n')[0]}`, {
    place: { ...place, file },
    remedy: 'write the file again, or export it as CSV, and upload it; if it is sound, report this error',
    cause: cause ?? new Error(message),
  });
};
