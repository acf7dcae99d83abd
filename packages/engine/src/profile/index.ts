export { CategoryProfile, Finding, Gap, Gaps, Profile, ValueProfile } from './profile.ts';
export { profileReadings } from './profile-readings.ts';
