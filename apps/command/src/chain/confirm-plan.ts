import { UsageError } from '@wattline/errors';
import type { VersionPlan } from '@wattline/worker';
import { askTerminal, mayAsk } from './ask-terminal.ts';

/** Asks at a terminal whether the planned version is to be made. Throws UsageError where it is not. */
export const confirmPlan = async (
  { dataset, version }: Pick<VersionPlan, 'dataset' | 'version'>,
  { yes = false, json = false }: { readonly yes?: boolean; readonly json?: boolean },
): Promise<void> => {
  if (yes) return;
  if (!mayAsk({ json }))
    throw new UsageError('NOT_CONFIRMED', 'nobody confirmed that the planned version is to be made', {
      remedy: 'look at the plan without --apply, then run it again with --yes',
    });
  const typed = await askTerminal(`Make version ${version} of ${dataset}? [y/N] `);
  if (/^y(es)?$/i.test(typed)) return;
  throw new UsageError('NOT_CONFIRMED', 'nothing is changed', { remedy: 'run it again, and answer y' });
};
