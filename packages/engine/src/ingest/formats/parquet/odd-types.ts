import type { FileMetaData, SchemaElement } from 'hyparquet';

/** Longer values, on average, are no labels: images, documents. */
const MOST_BINARY_BYTES = 1000;
/** Digits of decimals that the native reader takes. */
const MOST_DIGITS = 38;

const precisionOf = ({ logical_type: logical, precision = 0 }: SchemaElement): number =>
  logical?.type === 'DECIMAL' ? logical.precision : precision;

const isBinary = ({ type, logical_type: logical, converted_type: converted }: SchemaElement): boolean =>
  type === 'BYTE_ARRAY' && logical === undefined && converted === undefined;

/** Bytes of a value of a column, on average. */
const meanBytes = ({ row_groups: groups, num_rows: rows }: FileMetaData, column: string): number => {
  const bytes = groups
    .flatMap(({ columns }) => columns)
    .filter(({ meta_data: chunk }) => chunk?.path_in_schema.join('.') === column)
    .reduce((sum, { meta_data: chunk }) => sum + Number(chunk?.total_uncompressed_size ?? 0), 0);
  return bytes / Math.max(1, Number(rows));
};

/** Columns of bytes that could be text: short ones. */
export const binaryColumns = (metadata: FileMetaData): string[] =>
  metadata.schema
    .filter((element) => isBinary(element) && meanBytes(metadata, element.name) <= MOST_BINARY_BYTES)
    .map(({ name }) => name);

/**
 * Whether a file has types that the native reader cannot take, though their content is plain: half floats and long
 * decimals.
 */
export const hasOddTypes = (metadata: FileMetaData): boolean =>
  metadata.schema.some(
    (element) => element.logical_type?.type === 'FLOAT16' || precisionOf(element) > MOST_DIGITS,
  );
