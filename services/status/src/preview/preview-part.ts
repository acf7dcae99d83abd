import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError, TransientError } from '@wattline/errors';
import type { ReadLimits } from '@wattline/reader';
import type { PreviewReader } from './open-preview-reader.ts';
import type { Preview } from './preview.ts';

export interface PreviewOptions {
  /** A folder for the part while it is looked at. */
  readonly scratch: string;
  readonly reader: PreviewReader;
  readonly limits?: Partial<ReadLimits>;
  readonly signal?: AbortSignal;
}

const MIB = 2 ** 20;
const LIMITS: ReadLimits = { timeMs: 30_000, memoryBytes: 1_024 * MIB, scratchBytes: 256 * MIB };

const isOfThePreview = (error: unknown): error is RejectedError | TransientError =>
  error instanceof TransientError || (error instanceof RejectedError && error.code.startsWith('READ_'));

/** A preview's limits are tighter than a run's, and nobody raises them. */
const failed = (name: string, cause: RejectedError | TransientError): RejectedError =>
  new RejectedError('PREVIEW_FAILED', cause.message, {
    place: { file: name },
    remedy: 'upload the file without a preview: a run has more time and memory',
    cause,
  });

/**
 * The spec that would be inferred from the first part of a file, or the one given, and the first feature rows. Nothing
 * stays. The spec's text must be one without problems. Throws RejectedError as a run of the file would.
 */
export const previewPart = async (
  part: { readonly bytes: Uint8Array; readonly name: string; readonly specText?: string },
  { scratch, reader, limits, signal }: PreviewOptions,
): Promise<Preview> => {
  const { bytes, name, specText } = part;
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'preview-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, bytes);
    return await reader.run(
      'preview',
      { folder, path, name, ...(specText !== undefined && { specText }) },
      { file: name, folder, limits: { ...LIMITS, ...limits }, signal },
    );
  } catch (error) {
    throw isOfThePreview(error) ? failed(name, error) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
