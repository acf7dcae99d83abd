import { createServedVersions } from '@wattline/serve/datasets';
import { createLog } from '@wattline/worker';
import { expect, test } from 'vitest';
import { type ChainInProcess, DATASET, openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';
import { type Generated, generate } from './generated.ts';
import { createRandom } from './random.ts';
import { readVersion } from './sealed-rows.ts';

const DAY = 86_400_000;
const seeds = (process.env.WATTLINE_SERVE_SEEDS ?? '2,3,17').split(',').map(Number);

const csvOf = (rows: Generated['rows']): string => {
  const header = Object.keys(rows[0]?.cells ?? {});
  return [header, ...rows.map(({ cells }) => header.map((name) => cells[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
};

interface Compared {
  readonly pairs: number;
  readonly rows: number;
  readonly differences: readonly object[];
}

/** What a fresh service holds of a version, against the version's rows. */
const compare = async (chain: ChainInProcess, version: string): Promise<Compared> => {
  const sealed = await readVersion(chain, DATASET, version);
  // Fewer than there are: some are read again.
  const versions = createServedVersions(chain.stores, { maxEntities: 2, log: createLog('serve', 'silent') });
  const histories = await versions.open(DATASET, version);
  const { transform } = histories;
  const columns = transform.columns(false);
  const differences: object[] = [];
  let pairs = 0;
  const newest = Math.max(...sealed.plain.map(({ at }) => at));
  const last = sealed.plain.filter(({ at }) => at >= newest - transform.lookbackMs);
  for (const row of last) {
    const [served] = await histories.use(row.entity, (history) => {
      history.knowUntil(newest + 40 * DAY);
      return transform.rows(history, { at: row.at, scaled: false });
    });
    for (const [i, column] of columns.entries()) {
      if ((served?.history?.[i] ?? 'complete') !== 'complete') continue;
      pairs += 1;
      const [value, wanted] = [served?.values[i] ?? null, row.values[column] ?? null];
      const isNear =
        value !== null && wanted !== null && Math.abs(value - wanted) <= transform.tolerance(column, false);
      if (!Object.is(value, wanted) && !isNear)
        differences.push({ entity: row.entity, at: new Date(row.at).toISOString(), column, value, wanted });
    }
  }
  return { pairs, rows: last.length, differences };
};

test.each(seeds)(
  'what is held of a version is what it was made of, with corrections and deletions (%i)',
  async (seed) => {
    const generated = await generate(seed, 160);
    const random = createRandom(seed);
    const { rows, entities } = generated;
    const times = rows.map(({ at }) => at).sort((a, b) => a - b);
    const timeAt = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0;
    const span = (from: number, to: number) => ({
      from: new Date(timeAt(from)).toISOString(),
      to: new Date(timeAt(to)).toISOString(),
    });
    const between = (from: number, to: number): Generated['rows'] =>
      rows.filter(({ at }) => at >= timeAt(from) && at < timeAt(to));
    const corrected = (some: Generated['rows']): Generated['rows'] =>
      some
        .filter(() => random.isTrue(0.3))
        .map(({ at, cells }) => ({ at, cells: { ...cells, energy: String(random.between(0, 99)) } }));
    const [first = '', second = first] = entities;
    const chain = await openChainInProcess();
    try {
      await chain.putSpec(JSON.stringify(generated.spec));
      let clock = 0;
      const at = (): Date => {
        clock += 1;
        return new Date(Date.UTC(2020, 0, 1, 0, clock));
      };
      const upload = (some: Generated['rows']) => chain.put(`${clock}.csv`, csvOf(some), at());
      const events = [
        () => upload(between(0, 0.8)),
        () => chain.putDeletion({ entity: first, ...span(0.5, 0.6) }, at()),
        () => upload(corrected(between(0.4, 0.8))),
        () => upload(between(0.8, 1)),
        () => chain.putDeletion(span(0.9, 0.95), at()),
        () => chain.putDeletion({ entity: second, from: new Date(timeAt(0.85)).toISOString() }, at()),
        () => upload(corrected(between(0.86, 0.94))),
      ];
      let pairs = 0;
      let sealed = 0;
      for (const [i, put] of events.entries()) {
        const receipt = await chain.take(await put());
        // A deletion of what is not there changes nothing.
        if (receipt.status !== 'sealed' || receipt.version === undefined) continue;
        sealed += 1;
        const found = await compare(chain, receipt.version);
        expect({ event: i, differences: found.differences.slice(0, 5) }).toEqual({
          event: i,
          differences: [],
        });
        expect(found.rows).toBeGreaterThan(0);
        pairs += found.pairs;
      }
      expect(sealed).toBeGreaterThan(4);
      expect(pairs).toBeGreaterThan(500);
      process.stdout.write(
        `${pairs} values of ${sealed} versions with deletions are those that were sealed\n`,
      );
    } finally {
      await chain.close();
    }
  },
);
