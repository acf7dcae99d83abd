import type { RowsRequest } from '@wattline/api';
import { RequestProblem } from '@wattline/http';
import type { ReadRows, Row } from '@wattline/online-transform';
import type { GivenJoined } from '../datasets/joined-datasets.ts';
import type { Served } from '../datasets/served-versions.ts';
import { limitReadings } from './limit-readings.ts';

/** What a request has of one join's dataset. */
export interface JoinedReadings {
  readonly join: string;
  readonly read: ReadRows;
  readonly knownUntil: number | undefined;
}

/** @throws RequestProblem where the spec has no such join, or they are to be stored */
export const readJoined = (
  { transform, joined }: Served,
  request: Pick<RowsRequest, 'joined' | 'store'>,
): JoinedReadings[] =>
  Object.entries(request.joined ?? {}).map(([join, given]) => {
    const other = joined?.transformOf(join);
    const names = transform.joins.map(({ name }) => name);
    if (other === undefined)
      throw new RequestProblem(422, 'JOIN_UNKNOWN', `${transform.dataset} joins nothing as '${join}'`, {
        place: { value: `joined.${join}` },
        remedy:
          names.length === 0
            ? 'leave out joined: its wattline.yaml has no joins'
            : `name one of its joins: ${names.join(', ')}`,
      });
    const { readings, knownUntil } = Array.isArray(given) ? { readings: given } : given;
    if (request.store && readings.length > 0)
      throw new RequestProblem(422, 'JOINED_NOT_STORED', `readings of ${other.dataset} are not stored here`, {
        place: { value: `joined.${join}` },
        remedy: `store them with POST /api/v1/datasets/${other.dataset}/rows, or leave out store`,
      });
    return {
      join,
      read: other.read(readings as readonly Row[], undefined, limitReadings(`joined.${join}`)),
      knownUntil: knownUntil === undefined ? undefined : Date.parse(knownUntil),
    };
  });

/** Holds them for later requests, of their own dataset too. Gives how many of each join came too late. */
export const holdJoined = async (
  { joined }: Served,
  given: readonly JoinedReadings[],
): Promise<ReadonlyMap<string, number>> => {
  const tooLate = new Map<string, number>();
  for (const { join, read } of given) {
    let late = 0;
    for (const [entity, readings] of read.readings) late += (await joined?.add(join, entity, readings)) ?? 0;
    tooLate.set(join, late);
  }
  return tooLate;
};

/** @param hold whether they are held already; else they alone are looked at, of joins of which there are some */
export const givenJoined = (given: readonly JoinedReadings[], hold: boolean): GivenJoined => {
  const alone = hold ? [] : given.filter(({ read }) => read.counted.length > 0);
  const known = hold ? given : alone;
  return {
    knownUntil: new Map(
      known.flatMap(({ join, knownUntil }) =>
        knownUntil === undefined ? [] : [[join, knownUntil] as const],
      ),
    ),
    alone: new Map(alone.map(({ join, read }) => [join, read.readings])),
  };
};

/** What became of readings that were read. */
export const readAnswer = (
  { refused, exactDuplicates, otherVintages }: ReadRows,
  tooLate: number,
): Pick<ReadRows, 'refused' | 'exactDuplicates'> & { tooLate: number; otherVintages?: number } => ({
  refused,
  exactDuplicates,
  tooLate,
  ...(otherVintages > 0 && { otherVintages }),
});

export const answerOf = (
  given: readonly JoinedReadings[],
  tooLate: ReadonlyMap<string, number>,
): Record<string, ReturnType<typeof readAnswer>> =>
  Object.fromEntries(given.map(({ join, read }) => [join, readAnswer(read, tooLate.get(join) ?? 0)]));
