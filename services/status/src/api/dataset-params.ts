import { z } from '@hono/zod-openapi';

const DatasetParam = z
  .string()
  .min(1)
  .max(200)
  .openapi({ param: { name: 'dataset', in: 'path' }, example: 'power' });

export const DatasetParams = z.object({ dataset: DatasetParam });

export const VersionParams = DatasetParams.extend({
  version: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'version', in: 'path' }, example: 'latest' }),
});
