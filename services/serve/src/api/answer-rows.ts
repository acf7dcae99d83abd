import type { RowsRequest } from '@wattline/api';
import { notFound, RequestProblem } from '@wattline/http';
import type { EntityHistory, ReadRows, Row, ServedRow, Transform } from '@wattline/online-transform';
import type { Histories } from '../datasets/histories.ts';
import type { Posted, PostedRows, StoredFile } from '../store/posted-rows.ts';

/** Posted readings that are in files of the dataset. */
interface Stored {
  /** Readings that count, each entity and time once. */
  readonly rows: number;
  readonly files: readonly StoredFile[];
  /** Columns that the dataset does not read: they are in no file. */
  readonly leftOut: readonly string[];
}

export interface Answer {
  readonly version: string;
  readonly scaler: string;
  readonly rows: readonly object[];
  readonly refused: readonly object[];
  /** Readings that were given twice. */
  readonly exactDuplicates: number;
  /** Readings that lie before what is held. */
  readonly tooLate: number;
  /** Once the readings are stored, where that was asked for. */
  readonly stored?: Promise<Stored>;
}

const iso = (ms: number): string => new Date(ms).toISOString();

const rowAnswer = (
  transform: Transform,
  columns: readonly string[],
  entity: string,
  row: ServedRow,
  newest: number | undefined,
): object => {
  const values: Record<string, number | null> = {};
  const history: Record<string, string> = {};
  for (let i = 0; i < columns.length; i += 1) {
    const name = columns[i] ?? '';
    values[name] = row.values[i] ?? null;
    history[name] = row.history?.[i] ?? 'complete';
  }
  return {
    entity,
    event_timestamp: iso(row.at),
    version: transform.version,
    scaler: transform.scaling,
    newestReading: newest === undefined ? null : iso(newest),
    values,
    history,
  };
};

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
    leftOut: [...leftOut],
  };
};

/** Takes a request's readings, and makes its rows. @throws RequestProblem where no row can be made of it */
export const answerRows = async (
  histories: Histories,
  request: RowsRequest,
  {
    keep,
    spend,
  }: Pick<PostedRows, 'keep'> & {
    /** Throws where it may not make so many values. */
    readonly spend: (values: number) => void;
  },
): Promise<Answer> => {
  const { transform } = histories;
  const { at, horizon, scaled, hold, knownUntil } = request;
  if (at !== undefined && horizon !== undefined)
    throw new RequestProblem(400, 'REQUEST_INVALID', 'at and horizon cannot be asked for at once', {
      place: { value: 'horizon' },
      remedy: 'leave one of the two out',
    });
  const given = request.readings as readonly Row[];
  const read = transform.read(given, request.entity);
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
  const columns = transform.columns(scaled);
  spend(entities.length * (horizon ?? 1) * columns.length);
  const until = knownUntil === undefined ? undefined : Date.parse(knownUntil);
  const query = { at: at === undefined ? undefined : Date.parse(at), horizon, scaled };
  const rowsOf =
    (entity: string) =>
    (history: EntityHistory): object[] => {
      if (history.newest() === undefined)
        throw notFound(
          'ENTITY_UNKNOWN',
          `there are no readings of ${entity}`,
          'send some in readings, or name an entity of the dataset',
        );
      if (until !== undefined) history.knowUntil(until);
      return transform
        .rows(history, query)
        .map((row) => rowAnswer(transform, columns, entity, row, history.newest()));
    };
  let tooLate = 0;
  const rows: object[] = [];
  for (const entity of entities) {
    const own = read.readings.get(entity) ?? [];
    if (hold) {
      if (own.length > 0) tooLate += await histories.add(entity, own);
      rows.push(...(await histories.use(entity, rowsOf(entity))));
    } else {
      const history = transform.history();
      history.add(own);
      rows.push(...rowsOf(entity)(history));
    }
  }
  const answer = {
    version: transform.version,
    scaler: transform.scaling,
    rows,
    refused: read.refused,
    exactDuplicates: read.exactDuplicates,
    tooLate,
  };
  if (posted === undefined) return answer;
  const stored = keep(posted).then((files) => ({
    rows: posted.rows.length,
    files,
    leftOut: posted.leftOut,
  }));
  // Other lines may fail before anybody waits for it.
  stored.catch(() => {});
  return { ...answer, stored };
};
