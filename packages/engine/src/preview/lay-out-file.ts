import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPlainText } from '../ingest/formats/csv/sample-ranges.ts';
import { previewsFromHead } from '../ingest/formats/names.ts';
import type { PreviewOptions } from './preview-options.ts';

const PART = 4 * 2 ** 20;
const TRIAL = 2 ** 20;
const NEWLINE = 0x0a;

/** Up to the last line end. */
const wholeLines = (bytes: Buffer): Buffer => {
  const end = bytes.lastIndexOf(NEWLINE);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
};

const firstBytes = async (path: string, length: number): Promise<Buffer> => {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** What a preview of a file that is here, whole, works on: of a large text the first part is read, the whole looked at. */
export const layOutFile = async (
  path: string,
  folder: string,
): Promise<Pick<PreviewOptions, 'path' | 'looksLike' | 'trialPath' | 'decidedFrom'>> => {
  const { size } = await stat(path);
  const begin = await firstBytes(path, 4_096);
  const isText = isPlainText(begin) && previewsFromHead(begin);
  if (size <= TRIAL || !isText) return { path, decidedFrom: 'whole' };
  const first = await firstBytes(path, PART);
  const trialPath = join(folder, 'trial');
  await writeFile(trialPath, wholeLines(first.subarray(0, TRIAL)));
  if (size <= PART) return { path, trialPath, decidedFrom: 'whole' };
  const part = join(folder, 'part');
  await writeFile(part, wholeLines(first));
  return { path: part, looksLike: path, trialPath, decidedFrom: 'sample' };
};
