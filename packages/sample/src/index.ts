export { type MetersOptions, meterValueColumns, writeMeters } from './meters.ts';
export { type SampleOptions, sampleColumns, type Written, writeSample } from './sample.ts';
