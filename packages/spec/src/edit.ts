import { Document, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { ColumnRole, SpecEdit } from './edit-schema.ts';
import { formatSpec } from './format.ts';
import { parseSpec } from './parse.ts';
import { readSource } from './source.ts';

const FILE = 'wattline.yaml';

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string')
      : [];

/** The text under a path: one, several as a list, or several joined as entities are. */
const namesAt = (document: Document, path: readonly string[]): string[] => {
  const node = document.getIn(path, true);
  const value: unknown = isScalar(node) ? node.value : isSeq(node) ? node.toJSON() : undefined;
  return path[0] === 'entity' ? textsOf(value).flatMap((name) => name.split(' + ')) : textsOf(value);
};

const remove = (document: Document, path: readonly string[]): void => {
  if (document.hasIn(path)) document.deleteIn(path);
};

const put = (document: Document, path: readonly string[], value: unknown): void => {
  const node = document.createNode(value);
  for (const list of [node, ...(isMap(node) ? node.items.map((item) => item.value) : [])])
    if (isSeq(list)) list.flow = true;
  // An empty map is `{}`, a key without a value is null.
  for (let length = 1; length < path.length; length += 1) {
    const above = path.slice(0, length);
    if (!isMap(document.getIn(above, true))) document.setIn(above, document.createNode({}));
  }
  document.setIn(path, node);
};

const TIME = ['time', 'column'];
const ENTITY = ['entity'];
/** Always a list. */
const DROP = ['drop'];

const putNames = (document: Document, path: readonly string[], names: readonly string[]): void => {
  const [only] = names;
  if (only === undefined) remove(document, path);
  else put(document, path, names.length === 1 && path !== DROP ? only : [...names]);
};

const drop = (document: Document, columns: readonly string[]): void => {
  const dropped = namesAt(document, DROP);
  const more = columns.filter((column) => !dropped.includes(column));
  if (more.length > 0) put(document, DROP, [...dropped, ...more]);
};

/** Takes columns out of every role. */
const free = (document: Document, columns: readonly string[]): void => {
  const freed = new Set(columns);
  for (const path of [TIME, ENTITY, DROP]) {
    const names = namesAt(document, path);
    const others = names.filter((name) => !freed.has(name));
    if (others.length < names.length) putNames(document, path, others);
  }
  for (const column of columns) {
    remove(document, ['values', column]);
    remove(document, ['categories', column]);
  }
};

/** What was found out about other timestamps need not hold for these. */
const forgetFormat = (document: Document): void => {
  for (const key of ['format', 'periods']) remove(document, ['time', key]);
};

/** Makes a column one of those under `path`, beside the others or in their place. */
const join = (document: Document, path: readonly string[], column: string, beside: boolean): void => {
  const others = namesAt(document, path);
  putNames(document, path, beside ? [...others, column] : [column]);
  if (!beside) drop(document, others);
};

const roles: Readonly<
  Record<ColumnRole, (document: Document, column: string, vocabulary: readonly string[]) => void>
> = {
  time: (document, column) => {
    join(document, TIME, column, false);
    forgetFormat(document);
  },
  'time-with': (document, column) => {
    join(document, TIME, column, true);
    forgetFormat(document);
  },
  entity: (document, column) => join(document, ENTITY, column, false),
  'entity-with': (document, column) => join(document, ENTITY, column, true),
  value: (document, column) => put(document, ['values', column], {}),
  category: (document, column, vocabulary) =>
    put(document, ['categories', column], { vocabulary: [...vocabulary] }),
  ignored: (document, column) => drop(document, [column]),
};

const SERIES = ['layout', 'series'];
/** What the readings of series side by side are called, and what the series are, where the spec does not say. */
const READING = 'value';
const OF_SERIES = 'series';

/** Makes series of columns side by side, or values again. */
const layOutSeries = (document: Document, columns: readonly string[], areSeries: boolean): void => {
  const [named] = namesAt(document, [...SERIES, 'value']);
  const reading = named ?? READING;
  free(document, columns);
  if (areSeries) {
    put(document, [...SERIES, 'columns'], [columns.at(0), columns.at(-1)]);
    if (namesAt(document, ENTITY).length === 0) put(document, ENTITY, OF_SERIES);
    if (!document.hasIn(['values', reading])) put(document, ['values', reading], {});
    return;
  }
  for (const path of [SERIES, ENTITY, ['values', reading]]) remove(document, path);
  for (const column of columns) put(document, ['values', column], {});
};

const apply = (document: Document, edit: SpecEdit): void => {
  if ('series' in edit) {
    layOutSeries(document, edit.series, edit.areSeries);
    return;
  }
  if ('path' in edit) {
    if (edit.value === null) remove(document, edit.path);
    else put(document, edit.path, edit.value);
    return;
  }
  const isTime = namesAt(document, TIME).includes(edit.column);
  free(document, [edit.column]);
  if (isTime) forgetFormat(document);
  roles[edit.role](document, edit.column, edit.vocabulary ?? []);
};

/**
 * A spec's text with changes made to it, comments and all; a text that extends a preset is written out whole. The
 * result may be no valid spec. Throws SpecError where the text itself cannot be read.
 */
export const editSpec = (text: string, edits: readonly SpecEdit[]): string => {
  if (edits.length === 0) return text;
  const { content } = text.trim() === '' ? { content: undefined } : readSource(text, FILE);
  const onPreset = typeof content === 'object' && content !== null && Object.hasOwn(content, 'preset');
  const base = onPreset ? formatSpec(parseSpec(text, { file: FILE })) : text;
  const document: Document =
    content === undefined || content === null ? new Document({}) : (parseDocument(base) as Document);
  for (const edit of edits) apply(document, edit);
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
};

/** The role of a column by a spec's text that may not be valid yet. Presets are not looked at. */
export const roleIn = (
  text: string,
  column: string,
): 'time' | 'entity' | 'value' | 'category' | 'ignored' => {
  const document = parseDocument(text) as Document;
  if (namesAt(document, TIME).includes(column)) return 'time';
  if (namesAt(document, ENTITY).includes(column)) return 'entity';
  if (document.hasIn(['values', column])) return 'value';
  return document.hasIn(['categories', column]) ? 'category' : 'ignored';
};
