import { startComposeStack } from '../compose-stack.ts';
import type { Job } from '../job.ts';
import { referenceFile, shown } from '../paths.ts';
import { measureUploads } from '../uploads.ts';

/** Uploads to the stack in containers: how long until the feature set is sealed on S3. */
export const containers: Job = {
  name: 'containers',
  run: async ({ rounds = 7, log }) => {
    const file = await referenceFile();
    const running = await startComposeStack();
    try {
      const { firstMs, warm, medianMs, header, row } = await measureUploads(file, running.env, rounds, log);
      return {
        result: {
          title: 'The stack in containers',
          about: `${shown(file)}, uploaded to the services of docker/compose.yaml beside LocalStack on the same machine: milliseconds from the upload to the sealed feature set, by the receipt. Median of ${warm} uploads; the first took ${firstMs} ms.`,
          header,
          rows: [row],
          aims: [
            {
              what: 'from the upload to the sealed feature set on S3',
              limit: 2.5,
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
