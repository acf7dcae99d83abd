import { Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { dialectOf } from '../formats/csv/dialect.ts';
import { encodingOf } from '../formats/csv/encoding.ts';
import { formatOf } from '../formats/detect.ts';
import { packingOf } from '../packings/registry.ts';
import { inferFromTable } from './infer-from-table.ts';
import type { InferredSpec } from './infer-roles.ts';

/**
 * Makes a spec of the first part of a CSV file, gzipped or not (some 100 KB do). Throws RejectedError, for
 * Parquet as well: its first part says too little.
 */
export const inferSpec = (head: Uint8Array, name: string): InferredSpec => {
  const packing = packingOf(head);
  const bytes = packing === undefined ? Buffer.from(head) : packing.unpackHead(head);
  const format = formatOf(bytes, name);
  if (!format.previewsFromHead) {
    throw new RejectedError(
      'PREVIEW_NEEDS_FILE',
      `${name} is ${format.label}, which cannot be read from its first part`,
      {
        place: { file: name },
        remedy: 'upload the whole file',
      },
    );
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
  const inferred = inferFromTable(
    {
      header: dialect.header,
      rows: dialect.records.map((record) => record.cells),
      delimiter: dialect.delimiter,
      units: dialect.units,
      missing: Spec.shape.missing.parse(undefined),
    },
    name,
  );
  return { ...inferred, warnings: [...dialect.warnings, ...inferred.warnings] };
};
