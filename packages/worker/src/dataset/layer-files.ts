import type { Deletes } from '@wattline/engine/deletion';
import type { InputFile } from '../input-file.ts';
import type { ObjectRef } from '../ledger.ts';
import type { KeptReadings } from './dataset-log.ts';
import type { DatasetLayer } from './uploads-in-force.ts';

/** Before readings were kept by period they had no name of one. */
const labelsOf = ({ labels }: ObjectRef): { bucket: number; period: string; rows: number } => ({
  bucket: Number(labels?.bucket),
  period: String(labels?.period ?? ''),
  rows: Number(labels?.rows),
});

interface DeletedSpan {
  readonly entity?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** A layer as those take it who read its files: `Upload` is what they need to know of an upload besides. */
export type LayerFiles<Upload> =
  | (Upload & {
      readonly readings: readonly {
        readonly sha256: string;
        readonly bucket: number;
        readonly period: string;
        readonly rows: number;
        readonly path: string;
      }[];
    })
  | { readonly deletes: DeletedSpan };

/** What a deletion takes out, times in ms. */
export const deletedSpan = ({ entity, from, to }: Omit<Deletes, 'upload'>): DeletedSpan => ({
  ...(entity !== undefined && { entity }),
  ...(from !== undefined && { fromMs: Date.parse(from) }),
  ...(to !== undefined && { toMs: Date.parse(to) }),
});

/** @param files of all uploads among the layers */
export const layerFiles = <Upload extends object>(
  layers: readonly DatasetLayer[],
  files: readonly Pick<InputFile, 'ref' | 'path'>[],
  describe: (kept: KeptReadings) => Upload,
): LayerFiles<Upload>[] => {
  const paths = new Map(files.map(({ ref, path }) => [ref.key, path]));
  return layers.map((layer) => {
    if (layer.type === 'deletion') return { deletes: deletedSpan(layer.deletes) };
    return {
      ...describe(layer),
      readings: layer.readings.map((ref) => ({
        sha256: ref.sha256,
        ...labelsOf(ref),
        path: paths.get(ref.key) ?? '',
      })),
    };
  });
};
