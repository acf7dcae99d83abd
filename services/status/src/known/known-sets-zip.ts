import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestProblem } from '@wattline/http';
import { makeKnownSets } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { zipFolder } from './zip-folder.ts';

/** A load balancer gives up on an answer after two minutes. */
const MAKE_MS = 100_000;

const tooLong = (dataset: string): RequestProblem =>
  new RequestProblem(
    503,
    'KNOWN_SETS_TOO_LONG',
    `making known sets of ${dataset} takes longer than ${MAKE_MS / 1_000} s`,
    { remedy: 'make them where there is time: wattline pull --known-after, with access to the stores' },
  );

/**
 * Made first, so that what is refused has a status; the chunks are of the files, which go when they end.
 *
 * @param leave called once nothing is left
 */
export const knownSetsZip = async (
  { backend, signal: stopping }: Pick<StatusDeps, 'backend' | 'signal'>,
  { files }: Pick<SealedVersions, 'files'>,
  asked: {
    readonly dataset: string;
    readonly version: string;
    readonly knownAfter: string;
    readonly signal: AbortSignal;
  },
  leave: () => void,
): Promise<AsyncGenerator<Uint8Array>> => {
  const { dataset, version, knownAfter } = asked;
  const folder = join(backend.scratch, 'known-sets', randomUUID());
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    leave();
  };
  const late = AbortSignal.timeout(MAKE_MS);
  const signal = AbortSignal.any([stopping, asked.signal, late]);
  try {
    await mkdir(folder, { recursive: true });
    const { stores } = backend;
    await makeKnownSets({ stores, files, dataset, version, knownAfter, folder, signal });
  } catch (error) {
    await remove();
    throw late.aborted ? tooLong(dataset) : error;
  }
  return (async function* () {
    try {
      yield* zipFolder(folder);
    } finally {
      await remove();
    }
  })();
};
