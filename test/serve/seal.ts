import { DATASET, openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';
import type { Generated } from './generated.ts';
import { readVersion, type SealedVersion } from './sealed-rows.ts';

const csvOf = ({ rows }: Generated): string => {
  const header = Object.keys(rows[0]?.cells ?? {});
  return [header, ...rows.map(({ cells }) => header.map((name) => cells[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
};

/** Takes a dataset's file through the chain. */
export const seal = async (generated: Generated): Promise<SealedVersion> => {
  const chain = await openChainInProcess();
  try {
    await chain.putSpec(JSON.stringify(generated.spec));
    const receipt = await chain.take(await chain.put('all.csv', csvOf(generated), new Date()));
    if (receipt.status !== 'sealed' || receipt.version === undefined)
      throw new Error(`not sealed: ${JSON.stringify(receipt.error ?? receipt.status)}`);
    return await readVersion(chain, DATASET, receipt.version);
  } finally {
    await chain.close();
  }
};
