import { constants, gunzipSync } from 'node:zlib';
import { Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import { containerOf, refuseNested } from './container.ts';
import { dialectOf } from './dialect.ts';
import { encodingOf } from './encoding.ts';
import { type InferredSpec, inferFromTable } from './infer.ts';

const unpacked = (head: Uint8Array): Buffer =>
  gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 2 ** 20 });

/**
 * Makes a spec of the first part of a CSV file, gzipped or not (some 100 KB do). Throws RejectedError, for
 * Parquet as well: its first part says too little.
 */
export const inferSpec = (head: Uint8Array, name: string): InferredSpec => {
  const kind = containerOf(head, name);
  if (kind === 'parquet') {
    throw new RejectedError(
      'PREVIEW_NEEDS_FILE',
      `${name} is Parquet, which cannot be read from its first part`,
      {
        place: { file: name },
        remedy: 'upload the whole file',
      },
    );
  }
  const bytes = kind === 'csv.gz' ? unpacked(head) : Buffer.from(head);
  if (kind === 'csv.gz') {
    refuseNested(bytes, name);
  }
  const { encoding, bom } = encodingOf(bytes, name);
  const text = new TextDecoder(encoding)
    .decode(bytes.subarray(bom))
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  const end = text.lastIndexOf('\n');
  // The last line may be cut.
  const sample = end > 0 && text.split('\n', 5).length > 4 ? text.slice(0, end) : text;
  const dialect = dialectOf(sample, { name, complete: false });
  const { spec, warnings } = inferFromTable(
    {
      header: dialect.header,
      rows: dialect.records.map((record) => record.cells),
      decimal: dialect.decimal,
      missing: Spec.shape.missing.parse(undefined),
    },
    name,
  );
  return { spec, warnings: [...dialect.warnings, ...warnings] };
};
