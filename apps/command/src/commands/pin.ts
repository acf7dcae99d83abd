import { announceEntries, pinVersion, unpinVersion } from '@wattline/worker';
import { namedVersion } from '../chain/named-version.ts';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';

interface PinOptions extends MaybeServer {
  readonly name?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

const needs = { stores: ['results', 'features'], queues: ['events'] } as const;

/** `wattline pin`: the version stays until it is unpinned. */
export const pin = async (text: string, options: PinOptions): Promise<void> => {
  const params = namedVersion(text);
  const { dataset, version } = params;
  const { name } = options;
  const changed = onServer(options)
    ? (
        await (
          await import('../server/open-server.ts')
        )
          .openServer(options)
          .api.pinVersion({ params, body: { name } })
      ).changed
    : await withBackend(
        options.dataDir,
        (backend) =>
          pinVersion(backend.stores, dataset, version, { name, announce: announceEntries(backend) }),
        {
          needs,
        },
      );
  if (options.json === true) return printJson({ dataset, version, changed });
  print(`${dataset}: version ${version} ${changed ? 'stays until it is unpinned' : 'is pinned already'}`);
};

/** `wattline unpin`: the version goes once nothing else keeps it. */
export const unpin = async (text: string, options: PinOptions): Promise<void> => {
  const params = namedVersion(text);
  const { dataset, version } = params;
  const changed = onServer(options)
    ? (await (await import('../server/open-server.ts')).openServer(options).api.unpinVersion({ params }))
        .changed
    : await withBackend(
        options.dataDir,
        (backend) => unpinVersion(backend.stores, dataset, version, { announce: announceEntries(backend) }),
        { needs },
      );
  if (options.json === true) return printJson({ dataset, version, changed });
  print(`${dataset}: version ${version} ${changed ? 'is not pinned any more' : 'was not pinned'}`);
};
