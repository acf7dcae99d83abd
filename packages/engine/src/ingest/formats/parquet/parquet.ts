import { Spec } from '@wattline/spec';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import { refuseUnfit, scanParquetFile } from './parquet-file.ts';

/** A Parquet file as a source of rows; their "lines" are row numbers. Throws RejectedError. */
export const openParquet = async (input: Input): Promise<Source> => {
  const file = await scanParquetFile(await input.unpackedPath(), input.name);
  return {
    table: {
      header: file.header,
      rows: file.rows,
      missing: Spec.shape.missing.parse(undefined),
    },
    found: {},
    evidence: [],
    warnings: [],
    content: {
      kind: 'frames',
      height: file.height,
      refuseUnfit: (index, purpose) => refuseUnfit(file, index, input.name, purpose),
      frames: file.frames,
    },
  };
};
