import { join } from 'node:path';
import { z } from 'zod';
import { measure } from './measure.ts';
import { shown, specFile } from './paths.ts';
import { median } from './side-by-side.ts';

/** What of a receipt is looked at: from the upload to the seal, and each stage's own time. */
const Receipt = z.object({
  status: z.literal('sealed'),
  ms: z.number(),
  stages: z.array(z.object({ stage: z.string(), ms: z.number() })),
});

interface Uploads {
  /** Ms from the first upload to its seal: the services were cold. */
  readonly firstMs: number;
  /** Of the later ones. */
  readonly warm: number;
  readonly medianMs: number;
  readonly header: string[];
  readonly row: string[];
}

/** Uploads a file so many times to the stack that `env` names, each time as another dataset. */
export const measureUploads = async (
  file: string,
  env: Readonly<Record<string, string>>,
  rounds: number,
  log: (text: string) => void,
): Promise<Uploads> => {
  const receipts: z.infer<typeof Receipt>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const args = ['upload', shown(file), '--spec', shown(specFile('reference')), '--wait', '--json'];
    const { stdout } = await measure({
      program: join('node_modules', '.bin', 'wattline'),
      args: [...args, '--dataset', `round-${round + 1}`],
      env,
    });
    const receipt = Receipt.parse(JSON.parse(stdout));
    receipts.push(receipt);
    log(`  round ${round + 1}  ${receipt.ms} ms`);
  }
  // The first round warms the services up.
  const warm = receipts.length > 1 ? receipts.slice(1) : receipts;
  const stages = receipts[0]?.stages.map(({ stage }) => stage) ?? [];
  const medianOf = (stage: string): number =>
    median(
      warm.flatMap((receipt) => receipt.stages.filter((one) => one.stage === stage).map(({ ms }) => ms)),
    );
  const medianMs = median(warm.map(({ ms }) => ms));
  return {
    firstMs: receipts[0]?.ms ?? 0,
    warm: warm.length,
    medianMs,
    header: ['', ...stages, 'upload to sealed'],
    row: ['milliseconds', ...stages.map((stage) => medianOf(stage).toFixed(0)), medianMs.toFixed(0)],
  };
};
