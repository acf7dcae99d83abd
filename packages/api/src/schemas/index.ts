export { ColumnRole, SpecEdit } from '@wattline/spec/edit';
export * from './access.ts';
export * from './dataset.ts';
export * from './feature-set.ts';
export * from './names.ts';
export * from './operations.ts';
export * from './problem.ts';
export * from './run.ts';
export * from './upload.ts';
