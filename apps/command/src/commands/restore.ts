import { UsageError } from '@wattline/errors';
import { restoreVersion } from '@wattline/worker';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';

interface RestoreOptions extends MaybeServer {
  readonly dataDir: string;
  readonly json?: boolean;
}

const parts = (name: string): { dataset: string; version: string } => {
  const at = name.lastIndexOf('@');
  if (at > 0 && at < name.length - 1) return { dataset: name.slice(0, at), version: name.slice(at + 1) };
  throw new UsageError('VERSION_MISSING', `${JSON.stringify(name)} names no version`, {
    remedy: 'name it as DATASET@VERSION; wattline history DATASET lists versions',
  });
};

/** `wattline restore`: an older version is the latest again. */
export const restore = async (name: string, options: RestoreOptions): Promise<void> => {
  const { dataset, version } = parts(name);
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
