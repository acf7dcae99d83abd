import { mentions } from '@wattline/engine/mentions';

/** Stands where a text named a series that is erased. */
export const ERASED = '(erased)';

/** Keys whose texts are names of things, not words about data: they stay as they are. */
const structural = new Set(
  'at attempt bucket code dataset engineVersion etag exitCode finishedAt kind level order period run sha256 signal source stage startedAt store time type version versionId worker'.split(
    ' ',
  ),
);
/** What a dataset's columns and words are: without them its other series would be read otherwise. */
const columns = new Set(
  'categories columns drop layout missing units values vocabularies vocabulary'.split(' '),
);
/** Objects in which the entity is the name of a column. */
const specs = new Set(['spec']);
/** Objects whose keys are names of series. */
const bySeries = new Set(['entities']);
/** Objects whose entries go where they name one. */
const facts = new Set(['constants']);

/** A JSON document without the name of a series: texts that name it go as a whole. */
export const cleanDocument = (document: unknown, entity: string, key = ''): unknown => {
  if (typeof document === 'string')
    return !structural.has(key) && mentions(document, entity) ? ERASED : document;
  if (Array.isArray(document)) return document.map((one) => cleanDocument(one, entity, key));
  if (document === null || typeof document !== 'object') return document;
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
      if (columns.has(name) || (specs.has(key) && name === 'entity')) return [[name, value]];
      if (bySeries.has(key) && name === entity) return [];
      if (facts.has(key) && value === entity) return [];
      return [[name, cleanDocument(value, entity, name)]];
    }),
  );
};

/** Lines of a log without those that name a series. */
export const cleanLines = (text: string, entity: string): string =>
  text
    .split('\n')
    .filter((line) => !mentionsAsJson(line, entity))
    .join('\n');

/** Whether a text names a series, as it is or as JSON writes it. */
export const mentionsAsJson = (text: string, entity: string): boolean =>
  mentions(text, entity) || mentions(text, JSON.stringify(entity).slice(1, -1));
