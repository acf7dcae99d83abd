import type { RowsRequest } from '@wattline/api';
import { notFound, RequestProblem } from '@wattline/http';
import type { EntityHistory, Row, ServedRow, Transform } from '@wattline/online-transform';
import type { Histories } from '../datasets/histories.ts';

interface Answer {
  readonly version: string;
  readonly scaler: string;
  readonly rows: readonly object[];
  readonly refused: readonly object[];
  /** Readings that were given twice. */
  readonly exactDuplicates: number;
  /** Readings that lie before what is held. */
  readonly tooLate: number;
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

/** Takes a request's readings, and makes its rows. @throws RequestProblem where no row can be made of it */
export const answerRows = async (histories: Histories, request: RowsRequest): Promise<Answer> => {
  const { transform } = histories;
  const { at, horizon, scaled, hold, knownUntil } = request;
  if (at !== undefined && horizon !== undefined)
    throw new RequestProblem(400, 'REQUEST_INVALID', 'at and horizon cannot be asked for at once', {
      place: { value: 'horizon' },
      remedy: 'leave one of the two out',
    });
  const read = transform.read(request.readings as readonly Row[], request.entity);
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
    const given = read.readings.get(entity) ?? [];
    if (hold) {
      if (given.length > 0) tooLate += await histories.add(entity, given);
      rows.push(...(await histories.use(entity, rowsOf(entity))));
    } else {
      const history = transform.history();
      history.add(given);
      rows.push(...rowsOf(entity)(history));
    }
  }
  return {
    version: transform.version,
    scaler: transform.scaling,
    rows,
    refused: read.refused,
    exactDuplicates: read.exactDuplicates,
    tooLate,
  };
};
