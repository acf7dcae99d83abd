import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, createSealedFiles, type KnownSetsDocument, makeKnownSets } from '@wattline/worker';
import { fillKnownFolder } from './known-folder.ts';

const MAX_COPIES_BYTES = 2 ** 30;

/** Writes training sets of which each row is as it was known so long after its interval ended. */
export const pullKnown = async (
  { stores }: Backend,
  asked: {
    readonly dataset: string;
    readonly version: string;
    readonly knownAfter: string;
    readonly out: string;
  },
): Promise<KnownSetsDocument> => {
  const { out, ...wanted } = asked;
  const copies = await mkdtemp(join(tmpdir(), 'wattline-known-'));
  try {
    const files = createSealedFiles({ folder: copies, maxBytes: MAX_COPIES_BYTES });
    return await fillKnownFolder(out, (folder) => makeKnownSets({ ...wanted, stores, files, folder }));
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
};
