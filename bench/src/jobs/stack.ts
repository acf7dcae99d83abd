import { join } from 'node:path';
import { z } from 'zod';
import type { Job } from '../job.ts';
import { measure } from '../measure.ts';
import { referenceFile, shown, specFile } from '../paths.ts';
import { startStack } from '../running-stack.ts';
import { median } from '../side-by-side.ts';

/** What of a receipt is looked at: from the upload to the seal, and each stage's own time. */
const Receipt = z.object({
  status: z.literal('sealed'),
  ms: z.number(),
  stages: z.array(z.object({ stage: z.string(), ms: z.number() })),
});

/** Uploads to a stack that runs: how long until the feature set is sealed. */
export const stack: Job = {
  name: 'stack',
  run: async ({ rounds = 7, say }) => {
    const file = await referenceFile();
    const running = await startStack();
    const receipts: z.infer<typeof Receipt>[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        const args = ['upload', shown(file), '--spec', shown(specFile('reference')), '--wait', '--json'];
        const { stdout } = await measure({
          program: join('node_modules', '.bin', 'wattline'),
          args: [...args, '--dataset', `round-${round + 1}`],
          env: running.env,
        });
        const receipt = Receipt.parse(JSON.parse(stdout));
        receipts.push(receipt);
        say(`  round ${round + 1}  ${receipt.ms} ms`);
      }
    } finally {
      await running.stop();
    }
    // The first round warms the services up.
    const warm = receipts.length > 1 ? receipts.slice(1) : receipts;
    const total = median(warm.map(({ ms }) => ms));
    const stages = receipts[0]?.stages.map(({ stage }) => stage) ?? [];
    const medianOf = (stage: string): number =>
      median(
        warm.flatMap((receipt) => receipt.stages.filter((one) => one.stage === stage).map(({ ms }) => ms)),
      );
    return {
      result: {
        title: 'A running stack',
        about: `${shown(file)}, uploaded to \`wattline up\`: milliseconds from the upload to the sealed feature set, by the receipt. Median of ${warm.length} uploads; the first took ${receipts[0]?.ms ?? 0} ms.`,
        header: ['', ...stages, 'upload to sealed'],
        rows: [['milliseconds', ...stages.map((stage) => medianOf(stage).toFixed(0)), total.toFixed(0)]],
        aims: [
          { what: 'from the upload to the sealed feature set', limit: 1, unit: 's', measured: total / 1000 },
        ],
        notes: [],
      },
      failures: [],
    };
  },
};
