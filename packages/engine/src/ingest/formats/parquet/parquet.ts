import { Spec } from '@wattline/spec';
import type { Input } from '../../input.ts';
import { refuseDecoded } from '../../limits.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { readFooter } from './footer.ts';
import { hasOddTypes } from './odd-types.ts';
import { openByRows, textColumns } from './open-by-rows.ts';
import { refuseUnfit, scanParquetFile, unfitColumns } from './parquet-file.ts';
import { rowGroupsOf } from './row-groups.ts';
import { unknownZone, unknownZones, withoutArrowSchema } from './without-zones.ts';

/** A Parquet file as a source of rows; their "lines" are row numbers. Throws RejectedError. */
export const openParquet = async (input: Input, options: OpenOptions): Promise<Source> => {
  const original = await input.unpackedPath();
  const footer = await readFooter(original, input.name);
  refuseDecoded({ bytes: input.bytes, decodedBytes: footer.decodedBytes }, input.name, input.limits);
  const texts = await textColumns(original, input.name, footer);
  if (texts.length > 0 || hasOddTypes(footer.metadata)) {
    return openByRows(original, footer, texts, input, options);
  }
  const strange = unknownZones(footer.zones);
  const path = strange.length === 0 ? original : await withoutArrowSchema(original, input.scratch);
  const file = await scanParquetFile(path, input.name, footer);
  const { content } = input;
  // A copy that was made of it is this process's own.
  const rowGroups = content?.path === path ? rowGroupsOf(footer, content.bytes) : undefined;
  return {
    table: {
      header: file.header,
      rows: file.rows,
      missing: Spec.shape.missing.parse(undefined),
    },
    found: {},
    evidence: [],
    warnings: [
      ...unfitColumns(file).map(
        ([column, type]) => `column '${column}' has type ${type}, which cannot be read: it is left out`,
      ),
      ...strange.map(unknownZone),
    ],
    content: {
      kind: 'frames',
      height: file.height,
      refuseUnfit: (index, purpose) => refuseUnfit(file, index, input.name, purpose),
      frames: file.frames,
      ...(rowGroups && { rowGroups }),
    },
  };
};
