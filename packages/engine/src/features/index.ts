export { aggregateBucket } from './aggregate-bucket.ts';
export { featureColumns } from './feature-columns.ts';
export { transformBucket } from './transform-bucket.ts';
