import { RejectedError } from '@wattline/errors';
import { notFound, RequestProblem } from '@wattline/http';
import { openTransform, type Transform } from '@wattline/online-transform';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import { z } from 'zod';
import { writtenUploads } from './written-uploads.ts';

/** A sealed version, and by join those of the datasets that it joins. */
export interface OpenedVersion {
  readonly transform: Transform;
  readonly joined: ReadonlyMap<string, Transform>;
  /** How its uploads are written, as a text. */
  readonly written: string;
}

/** What of a preprocessor says of which uploads its version consists. */
const Sealed = z.object({ spec: z.object({ sameKey: z.enum(['add', 'replace']).optional() }) });

const isGone = (error: unknown): boolean =>
  error instanceof RequestProblem && error.code === 'VERSION_UNKNOWN';

/** Opens a version, given those that it joins. */
interface Opener {
  readonly open: (joined?: Readonly<Record<string, Transform>>) => Transform;
  readonly written: string;
}

const openerOf = async (
  stores: Pick<Stores, 'models' | 'results'>,
  dataset: string,
  version: string,
): Promise<Opener> => {
  const found = await stores.models.get(featureSetPlaces(dataset, version).file('preprocessor.json').key);
  if (found === undefined)
    throw notFound(
      'VERSION_UNKNOWN',
      `there is no sealed version ${version} of ${dataset}`,
      `list those there are with: wattline history ${dataset}`,
    );
  const preprocessor: unknown = JSON.parse(new TextDecoder().decode(found.body));
  const { spec } = Sealed.parse(preprocessor);
  const written = await writtenUploads(stores, dataset, version, spec.sameKey);
  return {
    open: (joined = {}) => openTransform(preprocessor, { written, joined }),
    written: JSON.stringify(written) ?? '',
  };
};

/**
 * Opens a version, with the versions of other datasets that its rows were made with.
 *
 * @param newestOf of the latest version: the newest one of a dataset whose joined version is gone. Had its columns
 *   changed, so would have the latest version.
 * @throws RejectedError JOIN_NOT_SERVED where one of them is gone, or its rows cannot be made from readings
 */
export const openVersion = async (
  stores: Pick<Stores, 'models' | 'results'>,
  dataset: string,
  version: string,
  newestOf?: (dataset: string) => Promise<string | undefined>,
): Promise<OpenedVersion> => {
  const { open, written } = await openerOf(stores, dataset, version);
  const alone = open();
  if (alone.joins.length === 0) return { transform: alone, joined: new Map(), written };
  const refused = (join: string, why: string, cause?: unknown): RejectedError =>
    new RejectedError('JOIN_NOT_SERVED', `joins.${join}: ${why}`, {
      place: { value: `joins.${join}` },
      remedy: `Replay a run of ${dataset}, so that it takes columns of the other dataset’s newest version`,
      cause,
    });
  const openJoined = async ({ name, dataset: other, version: pinned }: (typeof alone.joins)[number]) => {
    if (pinned === undefined)
      throw refused(name, `version ${version} does not say which version of ${other} it was made with`);
    try {
      const opener = await openerOf(stores, other, pinned).catch(async (error: unknown) => {
        const newest = isGone(error) ? await newestOf?.(other) : undefined;
        if (newest === undefined || newest === pinned) throw error;
        return openerOf(stores, other, newest);
      });
      return [name, opener.open()] as const;
    } catch (error) {
      const { message } = error instanceof Error ? error : { message: String(error) };
      throw refused(name, `rows of version ${pinned} of ${other} cannot be served: ${message}`, error);
    }
  };
  const joined = new Map(await Promise.all(alone.joins.map(openJoined)));
  return { transform: open(Object.fromEntries(joined)), joined, written };
};
