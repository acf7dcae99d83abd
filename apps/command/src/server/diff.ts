import type { Difference, DifferenceAsked } from '../chain/read-difference.ts';
import { STEPS_BACK, versionBefore } from '../chain/version-before.ts';
import { openServer, type ServerOptions } from './open-server.ts';

const PAGE = 1_000;

/** What changed between two versions that a server has. */
export const withServerDifference = async (
  options: ServerOptions,
  { dataset, to, entity, columns, ...asked }: DifferenceAsked,
  use: (difference: Difference) => Promise<void>,
): Promise<void> => {
  const { api } = openServer(options);
  const params = { dataset };
  const isAlone = asked.from === undefined && to === undefined;
  const from = isAlone
    ? versionBefore(dataset, (await api.getHistory({ params, query: { limit: STEPS_BACK } })).entries)
    : (asked.from ?? 'latest');
  const summary = await api.getDifference({ params, query: { from, to } });
  // The versions that it found: the latest may become another meanwhile.
  const between = { from: summary.from, to: summary.to, entity, columns };
  const page = (cursor: string | undefined, limit: number) =>
    api.getRowChanges({ params, query: { ...between, limit, cursor } });
  const { uploads } = await page(undefined, 1);
  await use({
    summary,
    uploads,
    batches: async function* () {
      let cursor: string | undefined;
      do {
        const found = await page(cursor, PAGE);
        yield found.changes;
        ({ cursor } = found);
      } while (cursor !== undefined);
    },
  });
};
