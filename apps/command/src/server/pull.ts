import { type PulledSet, writeFeatureSet } from '../chain/pull.ts';
import { printPulled } from '../text/pulled.ts';
import { openServer, type ServerOptions } from './open-server.ts';
import { readTemporary } from './read-temporary.ts';

/** A sealed feature set of a server, its hashes verified, in a folder. */
export const pull = async (
  { dataset, version = 'latest' }: { readonly dataset: string; readonly version?: string },
  options: ServerOptions & { readonly out: string; readonly json?: boolean },
): Promise<void> => {
  const server = openServer(options);
  const found = await server.api.getFeatureSet({ params: { dataset, version } });
  const hrefs = new Map(found.files.map((file) => [file.path, file.href]));
  const bytesOf = (href: string): Promise<Uint8Array> =>
    readTemporary((target) => server.download(href, target));
  const set: PulledSet = {
    manifest: await bytesOf(found.manifestHref),
    ...(found.reportHref !== undefined && { report: await bytesOf(found.reportHref) }),
    ...(found.writtenHref !== undefined && { written: await bytesOf(found.writtenHref) }),
    copy: ({ path }, target) => server.download(hrefs.get(path) ?? '', target),
  };
  const manifest = await writeFeatureSet(set, options.out);
  printPulled(
    { dataset, version: found.version, out: options.out, files: manifest.files },
    options.json === true,
  );
};
