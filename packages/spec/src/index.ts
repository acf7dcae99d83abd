export { entityColumns } from './column.ts';
export { Duration, durationMs } from './duration.ts';
export { SpecError, type SpecErrorCode, type SpecProblem } from './errors.ts';
export { File } from './file-section.ts';
export { formatSpec } from './format.ts';
export { type JsonSchema, specJsonSchema } from './json-schema.ts';
export { parseSpec } from './parse.ts';
export { isPresetName, type PresetName, presetNames } from './preset-names.ts';
export { preset, presetText } from './presets.ts';
export {
  Aggregation,
  CalendarField,
  CyclicalField,
  RollingStatistic,
  Spec,
  type SpecInput,
} from './schema.ts';
