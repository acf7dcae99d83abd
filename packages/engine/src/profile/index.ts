export { CategoryProfile, Finding, Gap, Gaps, Profile, ValueProfile } from './profile.ts';
export { profileReadings, type ReadingsFile } from './profile-readings.ts';
