export { CategoryProfile, Finding, Gap, Gaps, Profile, ValueProfile } from './profile.ts';
export { type Boundaries, type ProfiledPieces, profilePieces } from './profile-pieces.ts';
export { profileReadings } from './profile-readings.ts';
