import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError, reportError } from '@wattline/errors';
import type { IngestReader } from '@wattline/ingest-stage';

/** How a file came out: sealed, or refused with a code; `wrong` where that is not what a user may see. */
export type Verdict =
  | { readonly kind: 'sealed' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'wrong'; readonly why: string };

const MIB = 2 ** 20;
const MAX_TEXT = 2_000;
const LIMITS = { timeMs: 60_000, memoryBytes: 1_024 * MIB, scratchBytes: 256 * MIB };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
/** A validator's own words, as JSON. */
const RAW = /"code":\s*"(?:invalid_|custom|too_)/;

/** What is wrong with an error as users see it; undefined where nothing is. */
const faultOf = (error: unknown): string | undefined => {
  const { code, message, remedy } = reportError(error);
  const report = `${code}: ${message.slice(0, 300)}`;
  if (!(error instanceof RejectedError)) return `no refusal: ${report}`;
  if (code === 'UNEXPECTED' || remedy.trim() === '') return `without code or remedy: ${report}`;
  if (message.length > MAX_TEXT || remedy.length > MAX_TEXT) return `too long: ${report}`;
  if (CONTROL.test(message)) return `control characters: ${JSON.stringify(report)}`;
  return RAW.test(message) ? `raw: ${report}` : undefined;
};

/** Reads a file as ingest does, in a process that may die, and judges what came of it. */
export const judge = async (
  reader: IngestReader,
  { content, name, scratch }: { readonly content: Buffer; readonly name: string; readonly scratch: string },
): Promise<Verdict> => {
  const folder = await mkdtemp(join(scratch, 'case-'));
  const path = join(folder, 'upload');
  const readings = join(folder, 'readings');
  try {
    await writeFile(path, content);
    await mkdir(readings);
    await reader.run(
      'ingest',
      { path, name, folder: readings },
      { file: name, folder: readings, limits: LIMITS },
    );
    return { kind: 'sealed' };
  } catch (error) {
    const fault = faultOf(error);
    return fault === undefined
      ? { kind: 'refused', code: reportError(error).code }
      : { kind: 'wrong', why: fault };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
