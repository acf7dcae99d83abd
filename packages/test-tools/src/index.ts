export { describeWith, testWith } from './describe-with.ts';
export { lookFor, type Tool } from './look-for.ts';
export { labTable, referenceData } from './reference-data.ts';
