import { ledgerKeys, type StageName } from '@wattline/runtime';
import { partsInHand } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { until } from '../support/until.ts';
import { type MetersUpload, makeMeters } from './sealed-meters.ts';

export interface AtWork extends MetersUpload {
  readonly run: string;
  readonly container: string;
}

/** How often a service may be too quick to be caught with a part in hand. */
const TRIES = 5;
const LONGEST_MS = 120_000;

/**
 * Uploads readings and does something to a service's container as soon as the ledger shows that it has begun a part and
 * not ended it. A service can be quicker than this: `strike` tells whether it was caught, else it is tried anew.
 */
export const catchAtWork = async <Caught>(
  stack: ComposeStack,
  stage: StageName,
  name: string,
  strike: (atWork: AtWork) => Promise<Caught | undefined>,
): Promise<Caught> => {
  for (let number = 1; number <= TRIES; number += 1) {
    const dataset = `${name}-${number}`;
    const meters = await makeMeters(dataset, { seed: number });
    const [container = ''] = await stack.containers(stage);
    const chain = stack.chain();
    const run = await meters.upload(chain);
    const { results } = chain.stores;
    await until(
      `${stage} has begun a part`,
      async () =>
        (await partsInHand(chain, run, stage)).length > 0 ||
        (await results.head(ledgerKeys(run).done(0, 'publish', 0))) !== undefined,
      LONGEST_MS,
    );
    const caught = await strike({ ...meters, run, container });
    if (caught !== undefined) return caught;
  }
  throw new Error(`${stage} was not caught with a part in hand in ${TRIES} runs`);
};
