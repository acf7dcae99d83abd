import { openReaderPool, type ReaderPool } from '@wattline/reader';
import type { PreviewTasks } from './reader-tasks.ts';

export type PreviewReader = ReaderPool<PreviewTasks>;

/** The processes that previews are made in: none until one is asked for. */
export const openPreviewReader = (size: number): PreviewReader =>
  openReaderPool<PreviewTasks>({ tasks: new URL('./reader-tasks.ts', import.meta.url), size, warm: 0 });
