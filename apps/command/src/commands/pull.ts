import { datasetVersionOf } from '../chain/dataset-version.ts';
import { withBackend } from '../chain/open.ts';
import { pullFeatureSet } from '../chain/pull.ts';
import { requireVersion } from '../chain/require-version.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printPulled } from '../text/pulled.ts';

interface PullOptions extends MaybeServer {
  readonly out: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const pull = async (name: string, options: PullOptions): Promise<void> => {
  const { dataset, version } = datasetVersionOf(name);
  const named = version === undefined ? {} : { version };
  if (onServer(options)) return (await import('../server/pull.ts')).pull({ dataset, ...named }, options);
  await withBackend(options.dataDir, async (backend) => {
    const found = await requireVersion(backend, dataset, version);
    const { files } = await pullFeatureSet(backend, dataset, found, options.out);
    printPulled({ dataset, version: found, out: options.out, files }, options.json === true);
  });
};
