import type { LocalBackend } from '@wattline/bootstrap';
import { reportError } from '@wattline/errors';
import type { KeepDays } from '@wattline/topology';
import { sweepDatasets } from '../chain/sweep.ts';
import { errorText } from '../text/error.ts';
import { sweptText } from '../text/swept.ts';

const EVERY_MS = 6 * 3_600_000;
/** The stack starts first. */
const FIRST_MS = 60_000;

/** Removes what no kept version of a dataset reaches, some times a day, so that a disk does not fill by itself. */
export const sweepRegularly = (
  backend: LocalBackend & { readonly keepDays: KeepDays },
  { log, signal }: { readonly log: (text: string) => void; readonly signal: AbortSignal },
): void => {
  let isAtWork = false;
  const sweep = async (): Promise<void> => {
    if (isAtWork || signal.aborted) return;
    isAtWork = true;
    try {
      const swept = await sweepDatasets(backend, {});
      const some = swept.filter(
        ({ versions, readings, aged = [], erased = [] }) =>
          versions.length > 0 || readings.files > 0 || aged.length > 0 || erased.length > 0,
      );
      if (some.length > 0) log(sweptText(some, false));
    } catch (error) {
      log(errorText(reportError(error)));
    } finally {
      isAtWork = false;
    }
  };
  setTimeout(() => void sweep(), FIRST_MS).unref();
  setInterval(() => void sweep(), EVERY_MS).unref();
};
