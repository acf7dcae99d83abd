import { openReaderPool, type ReaderPool } from '@wattline/reader';
import type { IngestTasks } from './reader-tasks.ts';

export type IngestReader = ReaderPool<IngestTasks>;

/** Starts the processes that ingest reads uploads in: one at once, more when several uploads are read together. */
export const openIngestReader = ({ slots }: { readonly slots: number }): IngestReader =>
  openReaderPool<IngestTasks>({
    tasks: new URL('./reader-tasks.ts', import.meta.url),
    size: slots,
    warm: 1,
  });
