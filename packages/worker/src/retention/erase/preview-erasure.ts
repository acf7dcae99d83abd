import { UsageError } from '@wattline/errors';
import { readLog } from '../../dataset/dataset-log.ts';
import { nothingDeleted } from '../../dataset/plan-deletion.ts';
import { planRequest, surveyLayers } from '../../dataset/preview-deletion.ts';
import { joiningVersions } from '../../joins/joining-versions.ts';
import { specKey } from '../../upload.ts';
import { isNamedInSpec } from './erase-requests.ts';
import type { EraseScope } from './erase-scope.ts';
import { eachUpload, type UploadErasure } from './erase-uploads.ts';
import { type HoldingVersion, holdingVersions } from './erase-versions.ts';
import { countSeries } from './series-readings.ts';

/** What an erasure would remove. */
export interface ErasurePreview {
  readonly dataset: string;
  readonly entity: string;
  /** Readings (of the series at a time), those that are deleted already too. */
  readonly rows: number;
  /** Versions that go, pinned ones too. */
  readonly versions: readonly HoldingVersion[];
  readonly uploads: readonly UploadErasure[];
  /** Datasets that have versions with columns of this one: these keep its values. */
  readonly joinedBy: readonly string[];
}

/** After everything that the stores have by now. */
const NOW_ORDER = '\uffff';

const refuseFiles = (refused: readonly UploadErasure[], entity: string): UsageError => {
  const [first] = refused;
  return new UsageError(
    'FILE_NOT_REWRITABLE',
    `${refused.length === 1 ? 'a file' : `${refused.length} files`} cannot be written without ${entity}: ${first?.why ?? ''}`,
    {
      category: 'conflict',
      place: { file: first?.key ?? '' },
      remedy:
        'let such files go as a whole with --drop-files: the readings of the others stay in the dataset, but cannot be read again by another spec until these are uploaded again',
    },
  );
};

/**
 * What an erasure would remove by now. Throws RejectedError where the dataset has nothing of the series, UsageError where it
 * cannot be erased as asked for.
 */
export const previewErasure = async (
  options: Omit<EraseScope, 'erasure'>,
  { entity, dropFiles }: { readonly entity: string; readonly dropFiles: boolean },
): Promise<ErasurePreview> => {
  const { stores, dataset, scratch, signal } = options;
  const scope: EraseScope = { ...options, erasure: { entity, dropFiles, order: NOW_ORDER } };
  const plan = await planRequest(stores, dataset, { entity });
  const survey = await surveyLayers(stores, plan, plan.ever, { scratch, signal });
  if (survey.rows === 0) throw nothingDeleted(plan, dataset, survey);
  if (await isNamedInSpec(scope))
    throw new UsageError('SPEC_NAMES_ENTITY', `${specKey(dataset)} names ${entity}`, {
      category: 'conflict',
      place: { file: specKey(dataset) },
      remedy: 'take it out of the spec first',
    });
  const entries = await readLog(stores.results, dataset);
  const versions = await holdingVersions(scope, entries, await countSeries(scope, entries), Date.now());
  const uploads: UploadErasure[] = [];
  await eachUpload(scope, entries, async ({ upload }) => {
    uploads.push(upload);
  });
  const refused = uploads.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) throw refuseFiles(refused, entity);
  const joinedBy = await joiningVersions(stores.results, dataset);
  return { dataset, entity, rows: survey.rows, versions, uploads, joinedBy };
};
