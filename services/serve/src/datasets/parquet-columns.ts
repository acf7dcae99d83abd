/** Columns of a Parquet file by their names, each a cell for each row. */
export type Columns = ReadonlyMap<string, ArrayLike<unknown>>;

/** Some columns of a Parquet file; instants are ms since 1970. Nothing is made of a row. */
export const readColumns = async (bytes: Uint8Array, names: readonly string[]): Promise<Columns> => {
  // Half a megabyte of code, wanted once readings are read.
  const [{ parquetRead }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const { buffer, byteOffset, byteLength } = bytes;
  const chunks = new Map<string, ArrayLike<unknown>[]>();
  await parquetRead({
    file: (byteLength === buffer.byteLength
      ? buffer
      : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer,
    columns: [...names],
    compressors,
    parsers: { timestampFromMilliseconds: Number },
    onChunk: ({ columnName, columnData }) => {
      const some = chunks.get(columnName) ?? [];
      chunks.set(columnName, some);
      some.push(columnData);
    },
  });
  return new Map(
    [...chunks].map(([name, some]): [string, ArrayLike<unknown>] => {
      const [only] = some;
      return [name, some.length === 1 && only !== undefined ? only : some.flatMap((one) => Array.from(one))];
    }),
  );
};
