// What the process that reads untrusted files needs: without features, training sets and reports it starts sooner and
// holds less.
import './polars/index.ts';

export * from './ingest/index.ts';
export { type Profile, profileReadings } from './profile/index.ts';
