import type { DataFrame } from 'nodejs-polars';

/** Writes readings as the next stage reads them. */
export const writeReadings = (readings: DataFrame, path: string): Promise<DataFrame> =>
  readings
    .lazy()
    .sinkParquet(path, { compression: 'lz4', statistics: false, rowGroupSize: 250_000, maintainOrder: true })
    .collect();
