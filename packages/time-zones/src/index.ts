export { type ClockOffset, clockOffsets } from './clock-offsets.ts';
export { fixedOffsetMs } from './fixed-offset.ts';
export { fromLocalMs, toLocalMs } from './local-time.ts';
export { otherZoneNames } from './other-zone-names.ts';
export { isZoneName, zoneNameInAnyCase, zoneNames } from './zone-names.ts';
