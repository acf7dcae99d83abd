import { z } from 'zod';
import type { InputFile } from '../input-file.ts';
import type { KeptReadings } from './dataset-log.ts';
import type { DatasetLayer } from './uploads-in-force.ts';

const Labels = z.object({ bucket: z.int(), rows: z.int() });

/** A layer as those take it who read its files: `Upload` is what they need to know of an upload besides. */
export type LayerFiles<Upload> =
  | (Upload & {
      readonly readings: readonly {
        readonly sha256: string;
        readonly bucket: number;
        readonly rows: number;
        readonly path: string;
      }[];
    })
  | {
      readonly deletes: {
        readonly entity?: string | undefined;
        readonly fromMs?: number | undefined;
        readonly toMs?: number | undefined;
      };
    };

/** @param files of all uploads among the layers */
export const layerFiles = <Upload extends object>(
  layers: readonly DatasetLayer[],
  files: readonly Pick<InputFile, 'ref' | 'path'>[],
  describe: (kept: KeptReadings) => Upload,
): LayerFiles<Upload>[] => {
  const paths = new Map(files.map(({ ref, path }) => [ref.key, path]));
  return layers.map((layer) => {
    if (layer.type === 'deletion') {
      const { entity, from, to } = layer.deletes;
      return {
        deletes: {
          entity,
          fromMs: from === undefined ? undefined : Date.parse(from),
          toMs: to === undefined ? undefined : Date.parse(to),
        },
      };
    }
    return {
      ...describe(layer),
      readings: layer.readings.map(({ key, labels, sha256 }) => ({
        sha256,
        ...Labels.parse(labels),
        path: paths.get(key) ?? '',
      })),
    };
  });
};
