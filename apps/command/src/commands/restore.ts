import { restoreVersion } from '@wattline/worker';
import { namedVersion } from '../chain/named-version.ts';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';

interface RestoreOptions extends MaybeServer {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `wattline restore`: an older version is the latest again. */
export const restore = async (name: string, options: RestoreOptions): Promise<void> => {
  const { dataset, version } = namedVersion(name);
  const restored = onServer(options)
    ? await (await import('../server/open-server.ts'))
        .openServer(options)
        .api.restoreVersion({ params: { dataset, version } })
    : await withBackend(options.dataDir, (backend) => restoreVersion(backend, dataset, version), {
        needs: { stores: ['results', 'features'], queues: ['events'] },
      });
  if (options.json === true) return printJson(restored);
  print(
    restored.changed
      ? `${dataset} is version ${version} again, by entry ${restored.entry} of its history: later uploads join that`
      : `${dataset} is version ${version} already`,
  );
};
