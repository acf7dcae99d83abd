export { aggregateBucket } from './aggregate-bucket.ts';
export { featureColumns } from './feature-columns.ts';
export { warmupIntervals } from './lookback.ts';
export { ReadStretches, type Stretch } from './stretch.ts';
export { transformBucket } from './transform-bucket.ts';
