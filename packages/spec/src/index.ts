export {
  Aggregation,
  CalendarField,
  CyclicalField,
  calendarMonths,
  Duration,
  datasetOf,
  durationMs,
  intervalsIn,
  isTimeless,
  NO_TIME,
} from '@wattline/features';
export { answerEdits, isAnswered } from './answers.ts';
export { entityColumns } from './column.ts';
export { editSpec, roleIn } from './edit.ts';
export { ColumnRole, SpecEdit } from './edit-schema.ts';
export { type EncodedWord, encodedWord } from './encoded-words.ts';
export { isWithheldWord } from './encodings-consistency.ts';
export { SpecError, type SpecErrorCode, type SpecProblem } from './errors.ts';
export { File } from './file-section.ts';
export { formatSpec } from './format.ts';
export { instantMs } from './instant.ts';
export { type JsonSchema, specJsonSchema } from './json-schema.ts';
export { type LimitKey, limitsOf } from './limits-section.ts';
export { parseSpec } from './parse.ts';
export { isPresetName, type PresetName, presetNames } from './preset-names.ts';
export { preset, presetText } from './presets.ts';
export { Spec, type SpecInput } from './schema.ts';
export { horizonsOf, targetColumns } from './target-section.ts';
