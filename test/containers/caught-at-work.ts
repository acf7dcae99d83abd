import { type Backend, ledgerKeys, type PartReceipt, type StageName, stageNames } from '@wattline/worker';
import { tasksInFlight } from '../support/attempts.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { until } from '../support/until.ts';
import { type MetersUpload, makeMeters } from './sealed-meters.ts';

/** In so many runs each service is caught. */
const RUNS = 12;
/** Parts enough that somebody is at work on one when it is looked. */
const METERS = 14;
const LONGEST_MS = 600_000;

const isSealed = async ({ stores }: Pick<Backend, 'stores'>, run: string): Promise<boolean> =>
  (await stores.results.head(ledgerKeys(run).done(0, 'publish', 0))) !== undefined;

interface AtWork {
  readonly stage: StageName;
  readonly run: string;
  readonly container: string;
}

/** Uploads readings until a run is seen while `stage` works on it: one may be through before anybody looks. */
export const runAtWork = async (
  backend: Backend,
  stage: StageName,
  { name, seed }: { name: string; seed: number },
): Promise<{ meters: MetersUpload; run: string }> => {
  for (let number = 0; number < RUNS; number += 1) {
    const meters = await makeMeters(`${name}-${number}`, { seed: seed + number, meters: METERS });
    const run = await meters.upload(backend);
    const seen = await until(
      `${stage} is at work, or over`,
      async () => {
        if ((await tasksInFlight(backend, run, stage)).length > 0) return 'at work';
        return (await isSealed(backend, run)) && 'over';
      },
      LONGEST_MS,
    );
    if (seen === 'at work') return { meters, run };
  }
  throw new Error(`${stage} not seen at work in ${RUNS} runs`);
};

interface AtEnd {
  readonly stage: StageName;
  readonly run: string;
  readonly parts: readonly PartReceipt[];
}

interface Blow<Struck> {
  /** Begins the names of the datasets. */
  readonly name: string;
  /** Done as soon as the ledger shows that the service has begun a part and not ended it. */
  readonly strike: (atWork: AtWork) => Promise<Struck>;
  /** Whether it hit in the middle, as the sealed run's parts show: a service can be quicker. */
  readonly isCaught: (atEnd: AtEnd, struck: Struck) => Promise<boolean>;
}

/**
 * Does something to one container after another, each while it works on a part of the same run, and lets the run be sealed;
 * once more for those that were too quick to be caught.
 */
export const catchEachAtWork = async <Struck>(
  stack: ComposeStack,
  { name, strike, isCaught }: Blow<Struck>,
): Promise<void> => {
  const backend = stack.backend();
  // Known beforehand: to ask for them takes longer than many a part.
  const containers = new Map<StageName, string>();
  for (const stage of stageNames) containers.set(stage, (await stack.containers(stage))[0] ?? '');
  let left: readonly StageName[] = stageNames;
  for (let number = 1; left.length > 0; number += 1) {
    if (number > RUNS) throw new Error(`${left.join(', ')} not caught at work in ${RUNS} runs`);
    const meters = await makeMeters(`${name}-${number}`, { seed: number, meters: METERS });
    const run = await meters.upload(backend);
    const struck: { stage: StageName; how: Struck }[] = [];
    for (const stage of left) {
      const isAtWork = async () => (await tasksInFlight(backend, run, stage)).length > 0;
      await until(
        `${stage} is at work`,
        async () => (await isAtWork()) || (await isSealed(backend, run)),
        LONGEST_MS,
      );
      struck.push({ stage, how: await strike({ stage, run, container: containers.get(stage) ?? '' }) });
    }
    const { stages } = await meters.expectSealed(backend, run);
    const partsOf = (stage: StageName) => stages.find((one) => one.stage === stage)?.parts ?? [];
    const missed: StageName[] = [];
    for (const { stage, how } of struck)
      if (!(await isCaught({ stage, run, parts: partsOf(stage) }, how))) missed.push(stage);
    left = missed;
  }
};
