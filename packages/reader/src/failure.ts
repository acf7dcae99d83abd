import { type ReadingFacts, RejectedError, reportError, TransientError } from '@wattline/errors';
import { causesOf, isMachineCode, isMachineText } from './machine-errors.ts';
import type { Failure } from './messages.ts';
import { plainText } from './plain-text.ts';

const MAX_MESSAGE = 1_000;
const MAX_CELL = 200;
const MAX_STACK = 4_000;

const isOurs = (error: unknown): error is RejectedError | TransientError =>
  error instanceof RejectedError || error instanceof TransientError;

/** What the machine did, where it is what failed. */
interface MachineFailure {
  readonly code: string;
  readonly remedy: string;
}

/** A refusal because reading failed has the failure as its cause. A native text has no code. */
const machineFailureOf = (error: unknown): MachineFailure | undefined => {
  for (const cause of causesOf(error)) {
    if (isOurs(cause)) continue;
    if ('code' in cause && isMachineCode(cause.code))
      return { code: cause.code, remedy: reportError(cause).remedy };
    if (isMachineText(cause.message))
      return { code: 'READER_FAILED', remedy: 'it is tried again; the log has the cause' };
  }
  return undefined;
};

const kindOf = (error: unknown, machine: MachineFailure | undefined): Failure['kind'] => {
  if (error instanceof TransientError || machine !== undefined) return 'transient';
  return error instanceof RejectedError ? 'rejected' : 'unexpected';
};

const MAX_FACTS = 200;

const short = (text: string): string => plainText(text, MAX_CELL);

/** How a file was read, in the words of its columns and cells. */
const boundedFacts = ({ questions, evidence }: ReadingFacts): ReadingFacts => ({
  ...(questions && {
    questions: questions.slice(0, MAX_FACTS).map(({ about, question, candidates, key }) => ({
      about: short(about),
      question: plainText(question, MAX_MESSAGE),
      candidates: candidates.slice(0, MAX_FACTS).map(short),
      key: short(key),
    })),
  }),
  ...(evidence && {
    evidence: evidence.slice(0, MAX_FACTS).map(({ about, decision, because, alternatives, key }) => ({
      about: short(about),
      decision: plainText(decision, MAX_MESSAGE),
      because: plainText(because, MAX_MESSAGE),
      alternatives: alternatives.slice(0, MAX_FACTS).map(short),
      key: short(key),
    })),
  }),
});

/** Any thrown value as it goes to another process: every text bounded and plain. */
export const failureOf = (error: unknown): Failure => {
  const machine = error instanceof TransientError ? undefined : machineFailureOf(error);
  const { code, message, place, remedy, ...facts } = reportError(error);
  const cell = (text: string | undefined) => (text === undefined ? undefined : plainText(text, MAX_CELL));
  return {
    kind: kindOf(error, machine),
    code: machine?.code ?? code,
    message: plainText(message, MAX_MESSAGE),
    place: { ...place, column: cell(place.column), value: cell(place.value) },
    remedy: plainText(machine?.remedy ?? remedy, MAX_MESSAGE),
    ...(isOurs(error) && { facts: boundedFacts(facts) }),
    ...(error instanceof Error && error.stack !== undefined && { stack: plainText(error.stack, MAX_STACK) }),
  };
};

/** The error on this side. One that the code did not foresee depends on the file alone: the file is refused. */
export const errorOf = (failure: Failure, file: string): RejectedError | TransientError => {
  const { kind, code, message, place, remedy, stack, facts } = failure;
  const cause = stack === undefined ? undefined : new Error(message, { cause: stack });
  if (kind === 'rejected') return new RejectedError(code, message, { place, remedy, cause, facts });
  if (kind === 'transient') return new TransientError(code, message, { place, remedy, cause });
  return new RejectedError('FILE_UNREADABLE', `${file} cannot be read: ${message.split('\n')[0]}`, {
    place: { ...place, file },
    remedy: 'write the file again, or export it as CSV, and upload it; if it is sound, report this error',
    cause: cause ?? new Error(message),
  });
};

/** The same where the work was on files of our own: whatever the code did not foresee is tried again. */
export const ownErrorOf = ({
  kind,
  code,
  message,
  place,
  remedy,
  stack,
}: Failure): RejectedError | TransientError => {
  const cause = stack === undefined ? undefined : new Error(message, { cause: stack });
  const of = kind === 'rejected' ? RejectedError : TransientError;
  return new of(code, message, { place, remedy, cause });
};
