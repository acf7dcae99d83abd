import type { Cause } from '@wattline/engine/query';
import type { Manifest } from '@wattline/engine/sealed';
import type { Stores } from '../backend.ts';
import type { ObjectRef } from '../ledger.ts';
import { readLog } from './dataset-log.ts';
import { factsOf } from './kept-facts.ts';
import { deletedSpan } from './layer-files.ts';
import { type LayerBetween, layersBetween } from './layers-between.ts';

/** An upload or a deletion that distinguishes two versions. */
export interface UploadBetween {
  readonly run: string;
  readonly type: 'upload' | 'deletion';
  /** The upload's key in the staging store, or that of the deletion's request. */
  readonly key: string;
  /** When the store had it. */
  readonly at: string;
  /** `left`: the first version has it; `joined`: the second; `read-again`: both, read by different specs. */
  readonly change: LayerBetween['change'];
}

/** What distinguishes two versions, and the readings of each, where they are kept. */
export interface UploadsBetween {
  readonly uploads: readonly UploadBetween[];
  readonly causes: readonly Cause<ObjectRef>[];
}

const causeOf = ({ layer }: LayerBetween): Cause<ObjectRef> => {
  if (layer.type === 'deletion') return { files: [], deletes: deletedSpan(layer.deletes) };
  const { dataset, upload } = factsOf(layer);
  return {
    spec: dataset.spec,
    columns: upload.columns,
    files: layer.readings.map((file) => ({
      bucket: Number(file.labels?.bucket ?? 0),
      rows: Number(file.labels?.rows ?? 0),
      file,
    })),
    lines: layer.lines,
  };
};

/** Reads of a dataset's log what distinguishes two versions. Undefined where the log does not know one of them. */
export const readUploadsBetween = async (
  { results }: Pick<Stores, 'results'>,
  from: Manifest,
  to: Manifest,
): Promise<UploadsBetween | undefined> => {
  const named = ({ version, spec }: Manifest) => ({ version, sameKey: spec.sameKey });
  const between = layersBetween(await readLog(results, to.dataset), named(from), named(to));
  return (
    between && {
      uploads: between.map(({ layer, change, upload }) => ({
        run: layer.run,
        type: layer.type,
        key: upload.key,
        at: upload.order.split(' ')[0] ?? '',
        change,
      })),
      causes: between.map(causeOf),
    }
  );
};
