import { RejectedError } from '@wattline/errors';
import { Duration, durationMs, horizonsOf, type Spec } from '@wattline/spec';
import type { OtherDataset, StageWork } from '@wattline/worker/stage';

type Access = Pick<NonNullable<StageWork['dataset']>, 'other'>;

const HOUR = 3_600_000;

/** How long before a label's interval begins a row is made, at most, ms. */
const longestAheadMs = (spec: Spec): number => {
  const ahead = horizonsOf(spec)?.horizons.map((horizon) => durationMs(horizon)) ?? [];
  return Math.max(0, ...ahead.map((ms) => ms - durationMs(spec.interval)));
};

const msOf = (duration: string | undefined): number => {
  const known = Duration.safeParse(duration);
  return known.success ? durationMs(known.data) : 0;
};

/** How long after the start of a row its last reading is of. */
const reachMs = ({ interval, cadence }: OtherDataset): number => Math.max(0, msOf(interval) - msOf(cadence));

const issuedLater = (join: string, { dataset, lead = '' }: OtherDataset, needed: number): RejectedError => {
  const hours = `${Math.max(1, Math.ceil(needed / HOUR))}h`;
  const has =
    lead === 'unknown' ? 'that may have been issued after their time' : `as of ${lead} before their time`;
  return new RejectedError(
    'JOIN_ISSUED_LATER',
    `joins.${join}: ${dataset} has forecasts ${has}, and rows are to hold what was issued ${hours} before it`,
    {
      place: { column: `joins.${join}`, value: dataset },
      remedy: `Write time.vintage: { lead: ${hours} } in the spec of ${dataset} (or of another dataset of the same files) and replay its run; or leave out known: future`,
    },
  );
};

/**
 * Forecasts stand beside a label only as they were issued before its row is made: those of a dataset that is joined, and
 * of the datasets that it has forecasts of. Gives a warning where later issues take the place of what a row had.
 *
 * @throws RejectedError where they may have been issued later
 */
export const requireIssuedInTime = async (
  access: Access,
  spec: Spec,
  join: string,
  other: OtherDataset,
): Promise<string[]> => {
  const known = spec.joins?.[join]?.known ?? 'past';
  if (known === 'past' && other.lead === 'unknown')
    return [
      `joins.${join}: readings of ${other.dataset} were issued at times of their own, of which the spec there chooses one that may be after available_at: rows may hold what came later; time.delay, or time.vintage: { lead: … }, in that spec says otherwise`,
    ];
  if (known !== 'future') return [];
  const require = async (one: OtherDataset, needed: number): Promise<void> => {
    const all = needed + reachMs(one);
    if (one.lead !== undefined && (one.lead === 'unknown' || msOf(one.lead) < all))
      throw issuedLater(join, one, all);
    for (const { dataset, version } of one.future) {
      const next = await access.other(dataset, version);
      if (next !== undefined) await require(next, all);
    }
  };
  await require(other, longestAheadMs(spec));
  return [];
};
