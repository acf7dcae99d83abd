import { openReaderPool, type ReaderPool } from '@wattline/reader';
import type { IngestTasks } from './reader-tasks.ts';

export type IngestReader = ReaderPool<IngestTasks>;

/**
 * Starts the processes that uploads are read in: one at once, more when several uploads are read together.
 *
 * @param options.warm processes that are kept ready while nothing is to be read
 */
export const openIngestReader = ({
  slots,
  warm = 1,
}: {
  readonly slots: number;
  readonly warm?: number;
}): IngestReader =>
  openReaderPool<IngestTasks>({
    tasks: new URL('./reader-tasks.ts', import.meta.url),
    size: slots,
    warm,
  });
