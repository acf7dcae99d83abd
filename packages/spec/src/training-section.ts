import { Duration } from '@wattline/features';
import { z } from 'zod';

/** What of a dataset's training sets is kept from version to version. */
export const Training = z.strictObject({
  refit: z
    .union([z.enum(['always', 'pinned']), Duration])
    .describe(
      'When split bounds and scaler are fitted: always (default), of each version anew; pinned: once, until the columns change; a duration: again once the newest reading is so much later',
    ),
});
