import type { ErrorReport } from '@wattline/errors';
import type { RunStatus, StageName } from '@wattline/worker';
import { errorText } from './error.ts';

interface Ended {
  readonly run: string;
  readonly status: RunStatus;
  readonly error?: (ErrorReport & { readonly stage: StageName }) | undefined;
}

/** Why a run ended without a seal; with how to run it again, where its stage failed and nothing else is to change. */
export const endingText = ({ run, status, error }: Ended): string | undefined => {
  if (error === undefined) return undefined;
  if (status !== 'failed') return errorText(error);
  return `${errorText(error)}\n  replay: wattline replay ${run} --from ${error.stage}`;
};
