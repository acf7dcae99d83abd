export { type ClockOffset, clockOffsets } from './clock-offsets.ts';
export { fixedOffsetMs } from './fixed-offset.ts';
export { fromLocalMs, toLocalMs } from './local-time.ts';
export { isZoneName, zoneNameInAnyCase, zoneNames } from './zone-names.ts';
