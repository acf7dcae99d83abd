import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilePreview, PreviewOptions as LookOptions } from '@wattline/engine/preview';
import { RejectedError, TransientError } from '@wattline/errors';
import type { ReadLimits } from '@wattline/reader';
import type { SpecEdit } from '@wattline/spec';
import { layOut } from './lay-out.ts';
import type { PreviewReader } from './open-preview-reader.ts';
import { isGzip, isLines, isWhole, type PreviewSource } from './preview-source.ts';

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

/** A preview's limits are tighter than a run's, and fixed. */
const failed = (name: string, cause: RejectedError | TransientError): RejectedError =>
  new RejectedError('PREVIEW_FAILED', cause.message, {
    place: { file: name },
    remedy: 'start without a preview: a run has more time and memory',
    cause,
  });

/** By which spec a file is looked at. */
interface ReadingWanted {
  readonly name: string;
  readonly specText?: string | undefined;
  /** What the dataset's other uploads say of it. */
  readonly soFar?: LookOptions['soFar'];
  readonly edits?: readonly SpecEdit[] | undefined;
}

interface PreviewRequest extends PreviewSource, ReadingWanted {}

const mark = (bytes: Buffer): string => bytes.toString('latin1');

const isCutParquet = (head: Buffer): boolean =>
  mark(head.subarray(0, 4)) === 'PAR1' && mark(head.subarray(-4)) !== 'PAR1';

/** Only these formats say in their first part what they hold. */
const requireReadable = ({ head, name, ...rest }: PreviewRequest): void => {
  const source = { head, ...rest };
  const isCut = rest.size === undefined ? isCutParquet(head) : !isWhole(source);
  if (!isCut || isLines(head) || isGzip(head)) return;
  throw new RejectedError('PREVIEW_NEEDS_FILE', `${name} cannot be read from its first part alone`, {
    place: { file: name },
    remedy: 'start without a preview: the run stops with its questions where the file leaves anything open',
  });
};

/**
 * What a run would make of a file, by what of it is sent. Nothing stays. The spec's text must be one without problems.
 * Throws RejectedError for what is no table.
 */
export const previewPart = async (
  request: PreviewRequest,
  { scratch, reader, limits, signal }: PreviewOptions,
): Promise<FilePreview> => {
  const { name, specText, soFar, edits = [] } = request;
  requireReadable(request);
  return await inFolder(scratch, name, async (own) => {
    // Beside what is watched: a file with holes seems large.
    const laidOut = await layOut(request, join(own, 'given'));
    const folder = join(own, 'work');
    await mkdir(folder);
    return await reader.run(
      'preview',
      { folder, ...laidOut, name, edits, soFar, ...(specText !== undefined && { specText }) },
      { file: name, folder, limits: { ...LIMITS, ...limits }, signal },
    );
  });
};

/** The same of a file in a store: `bring` puts it into a folder, or names where it is. */
export const previewStored = async (
  { name, specText, soFar, edits = [] }: ReadingWanted,
  bring: (folder: string) => Promise<string>,
  { scratch, reader, limits, signal }: PreviewOptions,
): Promise<FilePreview> =>
  inFolder(scratch, name, async (own) => {
    const path = await bring(own);
    const folder = join(own, 'work');
    await mkdir(folder);
    return await reader.run(
      'previewFile',
      { folder, path, name, edits, soFar, ...(specText !== undefined && { specText }) },
      { file: name, folder, limits: { ...LIMITS, ...limits }, signal },
    );
  });

/** Lends a folder that is gone afterwards. */
const inFolder = async <Result>(
  scratch: string,
  name: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> => {
  await mkdir(scratch, { recursive: true });
  const own = await mkdtemp(join(scratch, 'preview-'));
  try {
    return await use(own);
  } catch (error) {
    throw isOfThePreview(error) ? failed(name, error) : error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};
