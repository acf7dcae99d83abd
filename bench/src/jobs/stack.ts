import type { Job } from '../job.ts';
import { referenceFile, shown } from '../paths.ts';
import { startStack } from '../running-stack.ts';
import { measureUploads } from '../uploads.ts';

/** Uploads to a stack that runs: how long until the feature set is sealed. */
export const stack: Job = {
  name: 'stack',
  run: async ({ rounds = 7, log }) => {
    const file = await referenceFile();
    const running = await startStack();
    try {
      const { firstMs, warm, medianMs, header, row } = await measureUploads(file, running.env, rounds, log);
      return {
        result: {
          title: 'A running stack',
          about: `${shown(file)}, uploaded to \`wattline up\`: milliseconds from the upload to the sealed feature set, by the receipt. Median of ${warm} uploads; the first took ${firstMs} ms.`,
          header,
          rows: [row],
          aims: [
            {
              what: 'from the upload to the sealed feature set',
              limit: 1,
              unit: 's',
              measured: medianMs / 1000,
            },
          ],
          notes: [],
        },
        failures: [],
      };
    } finally {
      await running.stop();
    }
  },
};
