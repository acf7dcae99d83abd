// What runs where there are no files: no presets, no YAML.
export { entityColumns, isJoined } from './column.ts';
export { instantMs } from './instant.ts';
export { Spec } from './schema.ts';
export { horizonsOf, targetColumns } from './target-section.ts';
