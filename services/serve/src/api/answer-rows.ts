import type { RowsRequest } from '@wattline/api';
import { notFound, RequestProblem } from '@wattline/http';
import type { EntityHistory, JoinedEntities, ReadRows, Row, Transform } from '@wattline/online-transform';
import type { Served } from '../datasets/served-versions.ts';
import type { Posted, PostedRows, StoredFile } from '../store/posted-rows.ts';
import { rowsByFile } from '../store/rows-by-file.ts';
import { type AsciiWriter, asciiJson } from './ascii-writer.ts';
import { answerOf, givenJoined, holdJoined, readAnswer, readJoined } from './joined-readings.ts';
import { limitReadings } from './limit-readings.ts';
import { rowWriterOf } from './row-writer.ts';

/** Posted readings that are in files of the dataset. */
export interface Stored {
  /** Readings that count, each entity and time once. */
  readonly rows: number;
  readonly files: readonly StoredFile[];
  /** Columns that the dataset does not read: they are in no file. */
  readonly leftOut: readonly string[];
}

export interface Answer {
  readonly rows: number;
  /** Once the readings are stored, where that was asked for. */
  readonly stored?: Promise<Stored>;
}

/** What a request's readings are in files of the dataset. @throws RejectedError where no file would be read so */
const postedOf = (
  transform: Transform,
  given: readonly Row[],
  { counted }: ReadRows,
): Posted & Pick<Stored, 'leftOut'> => {
  const leftOut = new Set<string>();
  const rows = counted.map((of) => {
    const whole = given[of.line - 1] ?? {};
    const row = transform.inFile(whole, of);
    for (const name of Object.keys(whole)) if (!Object.hasOwn(row, name)) leftOut.add(name);
    return { row, of };
  });
  return {
    dataset: transform.dataset,
    version: transform.version,
    emptyCells: transform.readings.emptyCells ?? 'keep',
    rows,
    parts: rowsByFile(transform, given, rows),
    leftOut: [...leftOut],
  };
};

/**
 * Takes a request's readings, makes its rows, and writes the answer as JSON, but for its last brace.
 *
 * @throws RequestProblem where no row can be made of it
 */
export const answerRows = async (
  histories: Served,
  request: RowsRequest,
  {
    keep,
    spend,
    to,
  }: Pick<PostedRows, 'keep'> & {
    /** Throws where it may not make so many values. */
    readonly spend: (values: number) => void;
    readonly to: AsciiWriter;
  },
): Promise<Answer> => {
  const { transform } = histories;
  const { at, horizon, ahead, scaled, hold, knownUntil } = request;
  if (at !== undefined && horizon !== undefined)
    throw new RequestProblem(400, 'REQUEST_INVALID', 'at and horizon cannot be asked for at once', {
      place: { value: 'horizon' },
      remedy: 'leave one of the two out',
    });
  const given = request.readings as readonly Row[];
  const read = transform.read(given, request.entity, limitReadings());
  const joined = readJoined(histories, request);
  // What cannot be stored is not held either.
  const posted = request.store ? postedOf(transform, given, read) : undefined;
  const named = [...(request.entity === undefined ? [] : [request.entity]), ...(request.entities ?? [])];
  const entities = [...new Set([...named, ...read.readings.keys()])];
  if (entities.length === 0 && transform.readings.entity === undefined) entities.push('all');
  if (entities.length === 0 && request.readings.length === 0)
    throw new RequestProblem(
      400,
      'ENTITY_MISSING',
      'the request names no entity, and has no reading of one',
      {
        place: { column: transform.readings.entity ?? 'entity' },
        remedy: 'name it in entity or entities, or in each reading',
      },
    );
  spend(entities.length * (horizon ?? 1) * transform.columns(scaled, ahead).length);
  const write = rowWriterOf(transform, scaled, ahead);
  const until = knownUntil === undefined ? undefined : Date.parse(knownUntil);
  const query = { at: at === undefined ? undefined : Date.parse(at), horizon, ahead, scaled };
  let rows = 0;
  const writeRows = (entity: string, history: EntityHistory, others?: JoinedEntities): void => {
    const newest = history.newest();
    if (newest === undefined)
      throw notFound(
        'ENTITY_UNKNOWN',
        `there are no readings of ${entity}`,
        transform.readings.entity === undefined
          ? `leave entity out: ${transform.dataset} has one series`
          : 'send some in readings, or name an entity of the dataset',
      );
    if (until !== undefined) history.knowUntil(until);
    for (const row of transform.rows(history, { ...query, entity, joined: others })) {
      if (rows > 0) to.text(',');
      write(to, row, { entity, newest });
      rows += 1;
    }
  };
  let tooLate = 0;
  const tooLateJoined = hold ? await holdJoined(histories, joined) : new Map<string, number>();
  const ofRequest = givenJoined(joined, hold);
  const othersOf = async (entity: string, newest: number | undefined): Promise<JoinedEntities | undefined> =>
    histories.joined?.of(
      {
        entity,
        sealed: await histories.sealedUntil(entity),
        newest: newest ?? Number.NEGATIVE_INFINITY,
      },
      ofRequest,
    );
  const { version, scaling } = transform;
  to.text(`{"version":${asciiJson(version)},"scaler":${asciiJson(scaling)},"rows":[`);
  for (const entity of entities) {
    const own = read.readings.get(entity) ?? [];
    if (hold) {
      if (own.length > 0) tooLate += await histories.add(entity, own);
      const others =
        histories.joined &&
        (await othersOf(entity, await histories.use(entity, (history) => history.newest())));
      await histories.use(entity, (history) => writeRows(entity, history, others));
    } else {
      const history = transform.history();
      history.add(own);
      writeRows(entity, history, histories.joined && (await othersOf(entity, history.newest())));
    }
  }
  to.text(`],${asciiJson(readAnswer(read, tooLate)).slice(1, -1)}`);
  if (joined.length > 0) to.text(`,"joined":${asciiJson(answerOf(joined, tooLateJoined))}`);
  if (posted === undefined) return { rows };
  const stored = keep(posted).then((files) => ({
    rows: posted.rows.length,
    files,
    leftOut: posted.leftOut,
  }));
  // Other lines may fail before anybody waits for it.
  stored.catch(() => {});
  return { rows, stored };
};
