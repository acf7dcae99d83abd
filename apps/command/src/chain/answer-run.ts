import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { readLimits } from '@wattline/reader';
import { type Receipt, readBefore, replayRun, specKey } from '@wattline/worker';
import { log } from '../print.ts';
import { type Answers, askQuestions, type Look, type Terminal } from './ask-questions.ts';
import type { RunProcess } from './run-process.ts';
import { putSpec } from './upload.ts';

interface Asked {
  readonly backend: LocalBackend;
  readonly runProcess: RunProcess;
  readonly file: string;
  readonly receipt: Receipt;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Where a user finds the dataset's spec. */
  readonly specPlace: string;
}

/** What a run was rejected for can be asked: the file leaves something open. */
export const isOpen = ({ status, error }: Receipt): boolean =>
  status === 'rejected' && (error?.questions?.length ?? 0) > 0;

const keyLines = ({ edits }: Answers): string[] =>
  edits.flatMap((edit) =>
    'path' in edit ? [`  ${edit.path.join('.')}: ${JSON.stringify(edit.value)}`] : [],
  );

/**
 * Asks what a file leaves open, writes the answers into the dataset's spec, and asks for the run again. False where it
 * was not answered: the run stays rejected.
 */
export const answerRun = async (asked: Asked): Promise<boolean> => {
  const { backend, runProcess, file, receipt, terminal, signal, specPlace } = asked;
  await mkdir(backend.scratch, { recursive: true });
  const own = await mkdtemp(join(backend.scratch, 'questions-'));
  const { size } = await stat(file);
  const { soFar } = await readBefore(backend.stores, receipt.dataset, { run: receipt.run });
  const look: Look = async (edits) => {
    const folder = await mkdtemp(join(own, 'look-'));
    return await runProcess.run(
      'preview',
      { path: file, name: file, folder, soFar, edits },
      { file, folder, limits: readLimits(size), signal },
    );
  };
  try {
    const answers = await askQuestions(look, terminal, signal);
    if (answers === undefined) return false;
    await putSpec(backend, receipt.dataset, answers.spec);
    log(`kept for later files of ${receipt.dataset}, in ${specPlace}:\n${keyLines(answers).join('\n')}`);
    log(`for another dataset: wattline run FILE --spec ${specPlace}\n`);
    await replayRun(backend, receipt.run);
    return true;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

export const specPlaceOf = (place: (store: 'staging', key: string) => string, dataset: string): string =>
  place('staging', specKey(dataset));
