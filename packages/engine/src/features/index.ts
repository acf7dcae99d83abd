export { aggregateBucket, type BucketPartition } from './aggregate-bucket.ts';
export { intervalCalendar } from './calendar.ts';
export { type FeatureColumn, featureColumns } from './feature-columns.ts';
export { aggregateReadings } from './feature-rows.ts';
export { splitPeriods } from './periods.ts';
export { rowFeatures } from './row-features.ts';
export { transformBucket } from './transform-bucket.ts';
