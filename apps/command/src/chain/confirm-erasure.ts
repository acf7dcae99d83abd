import { UsageError } from '@wattline/errors';
import { askTerminal, mayAsk } from './ask-terminal.ts';

interface Confirmed {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** At a terminal the name is typed again. Elsewhere `--yes` says that it is meant. Throws UsageError where it is not. */
export const confirmErasure = async (
  entity: string,
  { yes = false, json = false }: Confirmed,
): Promise<void> => {
  if (yes) return;
  if (!mayAsk({ json }))
    throw new UsageError('NOT_CONFIRMED', 'nothing brings back what is erased, and nobody confirmed it', {
      remedy: 'look at it with --dry-run, then run it again with --yes',
    });
  if ((await askTerminal(`Nothing brings it back. To erase it, type its name (${entity}): `)) === entity)
    return;
  throw new UsageError('NOT_CONFIRMED', 'another name was typed: nothing is erased', {
    remedy: 'run it again',
  });
};
