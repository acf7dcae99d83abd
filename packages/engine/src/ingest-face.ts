// What the process that reads untrusted files needs: without features, training sets and reports it starts sooner and
// holds less.
import './polars/index.ts';

export { type DividedWork, divideWork } from './carry/divide-work.ts';
export {
  type EntityFile,
  type EntitySpans,
  writeEntityFiles,
  writeEntitySpans,
} from './carry/entity-files.ts';
export type { PartitionKey } from './carry/partition-keys.ts';
export type { PlannedPartitions } from './carry/plan-partitions.ts';
export { featureColumns } from './features/feature-columns.ts';
export type { Stretches } from './features/stretch.ts';
export * from './ingest/index.ts';
export {
  type Extracted,
  type ExtractedPiece,
  entitiesIn,
  extractJoined,
  type JoinedPiece,
  joinedContent,
  type OtherVersion,
  piecesAround,
  type Unmatched,
} from './joined/index.ts';
export type { ReadingsFile } from './periods/readings-file.ts';
export { type Profile, profileReadings } from './profile/index.ts';
