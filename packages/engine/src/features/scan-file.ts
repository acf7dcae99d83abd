import pl, { type LazyDataFrame } from 'nodejs-polars';

/** The file's own columns alone: nothing is read from its path. */
export const scanFile = (path: string): LazyDataFrame =>
  pl.scanParquet(path, { glob: false, hivePartitioning: false });

/** From the file's footer. */
export const countRows = async (path: string): Promise<number> =>
  Number((await scanFile(path).select(pl.len().cast(pl.Float64)).collect()).row(0)[0]);
