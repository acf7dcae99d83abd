import { existsSync } from 'node:fs';
import { UsageError } from '@wattline/errors';
import { type LocalChain, openLocalChain } from '@wattline/service';

/** Runs `use` on the chain of a data folder that must be there already. */
export const withChain = async <Result>(
  dataDir: string,
  use: (chain: LocalChain) => Promise<Result>,
): Promise<Result> => {
  if (!existsSync(dataDir)) {
    throw new UsageError('DATA_DIR_MISSING', `there is no data folder ${dataDir}`, {
      place: { file: dataDir },
      remedy: 'start a stack with: npm start; or name its folder: --data-dir FOLDER',
    });
  }
  const chain = await openLocalChain({ dataDir });
  try {
    return await use(chain);
  } finally {
    chain.close();
  }
};
