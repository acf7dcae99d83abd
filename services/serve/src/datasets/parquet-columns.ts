/** Columns of a Parquet file by their names, each a cell for each row. */
export interface Columns {
  /** NaN where there is none; instants are ms since 1970. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly others: ReadonlyMap<string, ArrayLike<unknown>>;
}

const numberIn = (cell: unknown): number =>
  typeof cell === 'number' ? cell : typeof cell === 'bigint' ? Number(cell) : Number.NaN;

type Parts = readonly ArrayLike<unknown>[];

const joined = (parts: Parts): ArrayLike<unknown> => {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : parts.flatMap((part) => Array.from(part));
};

const joinedNumbers = (parts: Parts): Float64Array => {
  const numbers = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts)
    for (let i = 0; i < part.length; i += 1) {
      numbers[at] = numberIn(part[i]);
      at += 1;
    }
  return numbers;
};

/** Some columns of a Parquet file. One is read after the other: what is made on the way is much larger than its cells. */
export const readColumns = async (
  bytes: Uint8Array,
  names: { readonly numbers: readonly string[]; readonly others: readonly string[] },
): Promise<Columns> => {
  // Half a megabyte of code, wanted once readings are read.
  const [{ parquetMetadata, parquetRead }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const { buffer, byteOffset, byteLength } = bytes;
  const file = (
    byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
  ) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const partsOf = async (name: string): Promise<Parts> => {
    const parts: ArrayLike<unknown>[] = [];
    await parquetRead({
      file,
      metadata,
      columns: [name],
      compressors,
      parsers: { timestampFromMilliseconds: Number },
      onChunk: ({ columnData }) => {
        parts.push(columnData);
      },
    });
    return parts;
  };
  const [numbers, others] = [new Map<string, Float64Array>(), new Map<string, ArrayLike<unknown>>()];
  for (const name of names.numbers) numbers.set(name, joinedNumbers(await partsOf(name)));
  for (const name of names.others) others.set(name, joined(await partsOf(name)));
  return { numbers, others };
};
