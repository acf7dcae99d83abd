import { datasetVersionOf } from '../chain/dataset-version.ts';
import { withBackend } from '../chain/open.ts';
import { pullFeatureSet } from '../chain/pull.ts';
import { requireVersion } from '../chain/require-version.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printKnown, printPulled } from '../text/pulled.ts';

interface PullOptions extends MaybeServer {
  readonly out: string;
  readonly dataDir: string;
  readonly json?: boolean;
  readonly knownAfter?: string;
}

const pullKnownSets = async (
  asked: { readonly dataset: string; readonly version?: string; readonly knownAfter: string },
  options: PullOptions,
): Promise<void> => {
  if (onServer(options)) {
    const known = await (await import('../server/pull-known.ts')).pullKnownSets(asked, options);
    return printKnown(known, options.out, options.json === true);
  }
  const { pullKnown } = await import('../chain/pull-known.ts');
  await withBackend(options.dataDir, async (backend) => {
    const version = await requireVersion(backend, asked.dataset, asked.version);
    const known = await pullKnown(backend, { ...asked, version, out: options.out });
    printKnown(known, options.out, options.json === true);
  });
};

export const pull = async (name: string, options: PullOptions): Promise<void> => {
  const { dataset, version } = datasetVersionOf(name);
  const named = version === undefined ? {} : { version };
  const { knownAfter } = options;
  if (knownAfter !== undefined) return pullKnownSets({ dataset, ...named, knownAfter }, options);
  if (onServer(options)) return (await import('../server/pull.ts')).pull({ dataset, ...named }, options);
  await withBackend(options.dataDir, async (backend) => {
    const found = await requireVersion(backend, dataset, version);
    const { files } = await pullFeatureSet(backend, dataset, found, options.out);
    printPulled({ dataset, version: found, out: options.out, files }, options.json === true);
  });
};
