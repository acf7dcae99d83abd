export { CategoryProfile, Finding, Gap, Gaps, Profile, ValueProfile } from './profile.ts';
export {
  type Boundaries,
  type KnownPart,
  type ProfiledPieces,
  partOfPiece,
  profilePieces,
} from './profile-pieces.ts';
export { profileReadings } from './profile-readings.ts';
export { profiledBy, profilePartKey } from './profiled-by.ts';
export { sampledEvery } from './sample.ts';
