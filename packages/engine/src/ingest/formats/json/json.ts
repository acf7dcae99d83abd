import { readFile, stat } from 'node:fs/promises';
import { RejectedError } from '../../../errors.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { openTranscoded, type Transcoded } from '../transcoded/open-transcoded.ts';
import { linesOf } from './lines.ts';
import { recordsIn } from './records.ts';
import { streamList } from './stream-list.ts';
import { columnNames, tableRows } from './table.ts';

/** Beyond this a list is streamed, and a document that is no list is refused. */
const MAX_DOCUMENT_BYTES = 64 * 2 ** 20;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (name: string, line: number | undefined, cause: unknown): RejectedError =>
  new RejectedError(
    'JSON_INVALID',
    `${line === undefined ? name : `line ${line} of ${name}`} is not valid JSON${cause instanceof Error ? `: ${cause.message.slice(0, 160)}` : ''}`,
    {
      place: { file: name, ...(line === undefined ? {} : { line }) },
      remedy: 'export the file again: it is cut off or was edited',
      cause,
    },
  );

/** One object a line. Throws RejectedError for a line that is none. */
async function* recordLines(input: Input): AsyncGenerator<Record<string, unknown>> {
  let line = 0;
  for await (const text of linesOf(input.blocks())) {
    line += 1;
    if (text.trim() === '') continue;
    let record: unknown;
    try {
      record = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (cause) {
      throw invalid(input.name, line, cause);
    }
    if (!isRecord(record)) throw invalid(input.name, line, new Error('a line must be one object'));
    yield record;
  }
}

/** Whether the first line is a whole object, and so the file one object a line. */
const isLines = async (input: Input): Promise<boolean> => {
  for await (const text of linesOf(input.blocks())) {
    if (text.trim() === '') continue;
    try {
      return isRecord(JSON.parse(text.replace(/^\uFEFF/, ''))) && !(await isOneLine(input));
    } catch {
      return false;
    }
  }
  return false;
};

const isOneLine = async (input: Input): Promise<boolean> => {
  let lines = 0;
  for await (const text of linesOf(input.blocks())) {
    if (text.trim() !== '') lines += 1;
    if (lines > 1) return false;
  }
  return true;
};

const fromDocument = async (path: string, name: string, decimal: string): Promise<Transcoded> => {
  let document: unknown;
  try {
    document = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(name, undefined, cause);
  }
  const found = recordsIn(document);
  if (found === undefined) {
    throw new RejectedError('JSON_NOT_TABULAR', `${name} holds no list of records`, {
      place: { file: name },
      remedy:
        'write a list of objects ([{"time": …, "load": …}, …]), one object a line, or columns of equal length',
    });
  }
  const { path: where, records } = found;
  return {
    rows: tableRows(await columnNames(records), records, decimal),
    warnings: where === '' ? [] : [`the records under '${where}' of ${name} were read`],
    firstLine: 1,
  };
};

/** Of how a dataset's files are written, how numbers in texts are; JSON has no delimiter, and no lines above a header. */
const withoutText = ({ spec, ...options }: OpenOptions): OpenOptions =>
  spec?.file === undefined
    ? { ...options, spec }
    : { ...options, spec: { ...spec, file: { decimal: spec.file.decimal, thousands: spec.file.thousands } } };

/** A JSON document or one object a line as a source of rows, numbered from 1. Throws RejectedError. */
export const openJson = async (input: Input, given: OpenOptions): Promise<Source> => {
  const { name } = input;
  const options = withoutText(given);
  const decimal = options.spec?.file?.decimal ?? '.';
  if (await isLines(input)) {
    return openTranscoded(input, options, {
      rows: tableRows(await columnNames(recordLines(input)), recordLines(input), decimal),
      firstLine: 1,
    });
  }
  const path = await input.unpackedPath();
  const { size } = await stat(path);
  if (size <= MAX_DOCUMENT_BYTES)
    return openTranscoded(input, options, await fromDocument(path, name, decimal));
  if (!Buffer.from(input.head).toString('utf8').trimStart().startsWith('[')) {
    throw new RejectedError(
      'JSON_TOO_LARGE',
      `${name} is one JSON object of ${size} bytes; at most ${MAX_DOCUMENT_BYTES} can be read at once`,
      { place: { file: name }, remedy: 'export one object a line (NDJSON), or a list of objects' },
    );
  }
  const records = (): AsyncIterable<Record<string, unknown>> =>
    streamList(path, (cause) => invalid(name, undefined, cause));
  return openTranscoded(input, options, {
    rows: tableRows(await columnNames(records()), records(), decimal),
    firstLine: 1,
  });
};
