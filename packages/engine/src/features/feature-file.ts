import type { LazyDataFrame } from 'nodejs-polars';

const rowGroupSize = 131_072;

/** For files that are read once, by the next stage. */
export const writePassing = async (frame: LazyDataFrame, path: string): Promise<void> => {
  await frame.sinkParquet(path, { compression: 'snappy', rowGroupSize, maintainOrder: true }).collect();
};

/** For files that are kept: the same rows are the same bytes. */
export const writeKept = async (frame: LazyDataFrame, path: string): Promise<void> => {
  await frame
    .sinkParquet(path, { compression: 'zstd', compressionLevel: 1, rowGroupSize, maintainOrder: true })
    .collect();
};
