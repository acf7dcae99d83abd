import { readFile } from 'node:fs/promises';
import {
  type Ingested,
  type IngestOptions,
  ingestFile,
  type Profile,
  profileReadings,
} from '@wattline/engine/ingest';
import { RejectedError } from '@wattline/errors';
import type { ReaderTasks } from '@wattline/reader';
import { parseSpec, SpecError } from '@wattline/spec';

export interface IngestTask extends Pick<IngestOptions, 'path' | 'name' | 'folder' | 'contentSha256'> {
  /** The dataset's `wattline.yaml`; `name` is what errors call it. */
  readonly specFile?: { readonly path: string; readonly name: string } | undefined;
}

export interface CheckedFile extends Ingested {
  readonly profile: Profile;
}

const readSpec = async ({
  path,
  name,
}: NonNullable<IngestTask['specFile']>): Promise<Pick<IngestOptions, 'spec' | 'specSource'>> => {
  const text = await readFile(path, 'utf8');
  try {
    const spec = parseSpec(text, { file: name });
    return { spec, specSource: /^\s*preset:/m.test(text) ? 'preset' : 'file' };
  } catch (cause) {
    if (!(cause instanceof SpecError)) throw cause;
    const { code, message, place, remedy } = cause;
    throw new RejectedError(code, message, { place, remedy, cause });
  }
};

/** What the reader process does for ingest: everything that touches the bytes that users send. */
export const tasks = {
  ingest: async ({ specFile, ...options }: IngestTask): Promise<CheckedFile> => {
    const spec = specFile === undefined ? {} : await readSpec(specFile);
    const ingested = await ingestFile({ ...options, ...spec });
    return { ...ingested, profile: await profileReadings(ingested) };
  },
} satisfies ReaderTasks;

export type IngestTasks = typeof tasks;
