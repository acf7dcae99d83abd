import {
  type EntityHistory,
  type JoinedEntities,
  openTransform,
  type Transform,
} from '@wattline/online-transform';
import type { Generated } from './generated.ts';
import type { SealedRow, SealedVersion } from './sealed-rows.ts';

/** A value that is served, and is not that of the sealed row. */
interface Difference {
  readonly entity: string;
  readonly at: string;
  readonly column: string;
  readonly served: number | null;
  readonly sealed: number | null | undefined;
}

export interface Replayed {
  /** Values that were compared. */
  readonly pairs: number;
  /** Values that cannot be known yet, and are not served. */
  readonly open: number;
  /** Values that differ by less than their family's tolerance. */
  readonly tolerated: number;
  readonly differences: readonly Difference[];
}

/** What of other datasets is known at an instant. */
export interface ReplayedJoins {
  readonly joined: Readonly<Record<string, Transform>>;
  readonly of: (transform: Transform, entity: string, until: number) => JoinedEntities;
}

const keyOf = ({ entity, at }: Pick<SealedRow, 'entity' | 'at'>): string => `${at} ${entity}`;

const historiesUntil = (
  transform: Transform,
  { rows, entities }: Pick<Generated, 'rows' | 'entities'>,
  until: number,
): Map<string, EntityHistory> => {
  const { readings } = transform.read(rows.filter(({ at }) => at < until).map(({ cells }) => cells));
  return new Map(
    entities.map((entity) => {
      const history = transform.history({ isWhole: true });
      history.add(readings.get(entity) ?? []);
      history.knowUntil(until);
      return [entity, history];
    }),
  );
};

/** Serves every sealed row that begins before some instants, from raw readings up to there, and compares. */
export const replay = (
  generated: Pick<Generated, 'rows' | 'entities'>,
  sealed: SealedVersion,
  instants: readonly number[],
  joins?: ReplayedJoins,
): Replayed => {
  const transform = openTransform(sealed.preprocessor, { joined: joins?.joined ?? {} });
  const differences: Difference[] = [];
  let [pairs, open, tolerated] = [0, 0, 0];
  for (const until of instants) {
    const histories = historiesUntil(transform, generated, until);
    const joined = new Map(generated.entities.map((entity) => [entity, joins?.of(transform, entity, until)]));
    for (const scaled of [true, false]) {
      // What was packed meanwhile has the same rows.
      if (!scaled)
        for (const [entity, history] of histories)
          histories.set(entity, transform.history({ packed: history.pack() }));
      const columns = transform.columns(scaled);
      const rows = new Map((scaled ? sealed.scaled : sealed.plain).map((row) => [keyOf(row), row]));
      for (const row of rows.values()) {
        const history = histories.get(row.entity);
        if (history === undefined || row.at >= until) continue;
        const [served] = transform.rows(history, {
          at: row.at,
          scaled,
          entity: row.entity,
          joined: joined.get(row.entity),
        });
        const { availableAt } = row;
        if (availableAt !== null && served?.availableAt !== availableAt)
          differences.push({
            entity: row.entity,
            at: new Date(row.at).toISOString(),
            column: 'available_at',
            served: served?.availableAt ?? null,
            sealed: availableAt,
          });
        for (const [i, column] of columns.entries()) {
          const value = served?.values[i] ?? null;
          if ((served?.history?.[i] ?? 'complete') !== 'complete') {
            open += 1;
            if (value === null) continue;
          }
          pairs += 1;
          const wanted = row.values[column];
          if (Object.is(value, wanted)) continue;
          const most = transform.tolerance(column, scaled);
          if (value !== null && typeof wanted === 'number' && Math.abs(value - wanted) <= most) {
            tolerated += 1;
            continue;
          }
          differences.push({
            entity: row.entity,
            at: new Date(row.at).toISOString(),
            column,
            served: value,
            sealed: wanted,
          });
        }
      }
    }
  }
  return { pairs, open, tolerated, differences };
};
