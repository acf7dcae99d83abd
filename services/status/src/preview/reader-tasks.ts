import type { ReaderTasks } from '@wattline/reader';
import { inspectFile, inspectPart } from './inspect-part.ts';

/** What the reader process does for the status service. */
export const tasks = { preview: inspectPart, previewFile: inspectFile } satisfies ReaderTasks;

export type PreviewTasks = typeof tasks;
