import type { Preview } from '@wattline/api';
import { type ErrorReport, RejectedError, reportError } from '@wattline/errors';
import { inspectPart, type PreviewTask } from './inspect-part.ts';

/** What the child process says at its end. */
export type PreviewAnswer =
  | { readonly preview: Preview }
  | { readonly error: ErrorReport; readonly rejected: boolean };

const answer = async (task: PreviewTask): Promise<PreviewAnswer> => {
  try {
    return { preview: await inspectPart(task) };
  } catch (error) {
    return { error: reportError(error), rejected: error instanceof RejectedError };
  }
};

process.once('message', async (task) => {
  const said = await answer(task as PreviewTask);
  process.send?.(said, () => process.disconnect());
});
