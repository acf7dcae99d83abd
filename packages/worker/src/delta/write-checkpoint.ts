import type { ObjectStore } from '@wattline/backend-contract';
import type { SchemaElement } from 'hyparquet-writer';
import { type DeltaVersion, deltaFiles, fileActions, tableActions } from './delta-actions.ts';

/** A reader begins with the last checkpoint before the version that it wants, and reads the commits after it. */
export const CHECKPOINT_EVERY = 100;

const STRING = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const;

const leaf = (name: string, type: Partial<SchemaElement>): SchemaElement => ({
  name,
  repetition_type: 'OPTIONAL',
  ...type,
});

const group = (name: string, ...children: readonly (readonly SchemaElement[])[]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: children.length },
  ...children.flat(),
];

const text = (name: string): SchemaElement[] => [leaf(name, STRING)];
const long = (name: string): SchemaElement[] => [leaf(name, { type: 'INT64' })];

const texts = (name: string): SchemaElement[] => [
  leaf(name, { num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } }),
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...text('element'),
];

const textByText = (name: string): SchemaElement[] => [
  leaf(name, { num_children: 1, converted_type: 'MAP', logical_type: { type: 'MAP' } }),
  { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
  { name: 'key', repetition_type: 'REQUIRED', ...STRING },
  ...text('value'),
];

/** Actions as the protocol has them in Parquet; those of other kinds are none here. */
const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 3 },
  ...group(
    'add',
    text('path'),
    textByText('partitionValues'),
    long('size'),
    long('modificationTime'),
    [leaf('dataChange', { type: 'BOOLEAN' })],
    text('stats'),
  ),
  ...group(
    'metaData',
    text('id'),
    text('name'),
    group('format', text('provider'), textByText('options')),
    text('schemaString'),
    texts('partitionColumns'),
    textByText('configuration'),
  ),
  ...group(
    'protocol',
    [leaf('minReaderVersion', { type: 'INT32' })],
    [leaf('minWriterVersion', { type: 'INT32' })],
  ),
];

/** Numbers of 64 bits are BigInt to the writer. */
const withLongs = ({ add, ...action }: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  if (add === undefined) return action;
  const { size, modificationTime, ...file } = add as Readonly<Record<string, unknown>>;
  return { add: { ...file, size: BigInt(Number(size)), modificationTime: BigInt(Number(modificationTime)) } };
};

/**
 * Writes down what the table consists of after a commit, so that readers need not read the commits before it. Files that
 * were removed are not named: nobody but a sweep may remove files of the table.
 */
export const writeCheckpoint = async (
  store: ObjectStore,
  logRoot: string,
  number: number,
  set: DeltaVersion,
  atMs: number,
): Promise<void> => {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const actions = [...tableActions(set), ...fileActions([], deltaFiles(set), set.columns, atMs)].map(
    withLongs,
  );
  const columnData = ['add', 'metaData', 'protocol'].map((name) => ({
    name,
    data: actions.map((action) => action[name]),
  }));
  const bytes = parquetWriteBuffer({ columnData, schema: SCHEMA, statistics: false, createdBy: 'wattline' });
  const name = `${String(number).padStart(20, '0')}.checkpoint.parquet`;
  await store.put(logRoot + name, new Uint8Array(bytes));
  // A hint: of two that write it at once, either will do.
  const last = { version: number, size: actions.length, numOfAddFiles: actions.length - 2 };
  await store.put(`${logRoot}_last_checkpoint`, JSON.stringify(last), { contentType: 'application/json' });
};
