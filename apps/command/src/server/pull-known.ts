import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, KnownSetsDocument } from '@wattline/api';
import { fillKnownFolder } from '../chain/known-folder.ts';
import { openServer, type ServerOptions } from './open-server.ts';
import { unpackFolder } from './unpack-folder.ts';

/** Training sets of a server of which each row is as it was known so long after its interval ended. */
export const pullKnownSets = async (
  asked: { readonly dataset: string; readonly version?: string; readonly knownAfter: string },
  options: ServerOptions & { readonly out: string },
): Promise<KnownSetsDocument> => {
  const { dataset, version = 'latest', knownAfter } = asked;
  const server = openServer(options);
  const href = addressOf('/datasets/{dataset}/versions/{version}/known-sets.zip', {
    params: { dataset, version },
    query: { after: knownAfter },
  });
  const download = await mkdtemp(join(tmpdir(), 'wattline-known-'));
  try {
    return await fillKnownFolder(options.out, async (folder) => {
      const archive = join(download, 'known-sets.zip');
      await server.download(href, archive);
      await unpackFolder(archive, folder);
      return KnownSetsDocument.parse(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8')));
    });
  } finally {
    await rm(download, { recursive: true, force: true });
  }
};
