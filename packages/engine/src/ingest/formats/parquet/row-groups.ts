import type { FileMetaData, RowGroup as Group } from 'hyparquet';
import type { RowGroups } from '../../source.ts';
import type { Footer } from './footer.ts';
import { SAMPLE_ROWS } from './parquet-file.ts';

/** The magic number before the first row group, and that behind the footer with its length. */
const MAGIC = 4;
const TAIL = 8;

/** Bytes of a cell, once it is decoded. */
const CELL_BYTES = 8;

type Chunk = NonNullable<Group['columns'][number]['meta_data']>;

const bytesOfChunk = (chunk: Chunk): { from: number; to: number } => {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = chunk;
  // Some writers say 0 where there is no dictionary.
  const from = Number(dictionary === undefined || dictionary <= 0n || dictionary > data ? data : dictionary);
  return { from, to: from + Number(chunk.total_compressed_size) };
};

const chunksOf = ({ columns }: Group): Chunk[] => columns.flatMap(({ meta_data: chunk }) => chunk ?? []);

const decodedBytes = (group: Group): number =>
  chunksOf(group).reduce(
    (sum, chunk) =>
      sum + Math.max(Number(chunk.total_uncompressed_size), Number(group.num_rows) * CELL_BYTES),
    0,
  );

const footerOf = ({ metadata_length: length }: FileMetaData, size: number): { from: number; to: number } => ({
  from: size - TAIL - length,
  to: size,
});

/** The row groups of a file of so many bytes; undefined where its footer does not say where each of them is. */
export const rowGroupsOf = ({ metadata }: Pick<Footer, 'metadata'>, size: number): RowGroups | undefined => {
  let rows = 0;
  const groups = metadata.row_groups.map((group) => {
    const chunks = chunksOf(group).map(bytesOfChunk);
    const from = rows;
    rows += Number(group.num_rows);
    return {
      rows: { from, to: rows },
      bytes: {
        from: Math.min(...chunks.map((chunk) => chunk.from)),
        to: Math.max(...chunks.map((chunk) => chunk.to)),
      },
      decodedBytes: decodedBytes(group),
      isWhole: chunks.length === group.columns.length,
    };
  });
  const footer = footerOf(metadata, size);
  const isSound = groups.every(
    ({ bytes: { from, to }, isWhole }) =>
      isWhole && Number.isSafeInteger(from) && from >= MAGIC && from <= to && to <= footer.from,
  );
  return isSound ? { groups, ends: [{ from: 0, to: MAGIC }, footer], lookedAt: SAMPLE_ROWS } : undefined;
};
