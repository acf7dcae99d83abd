import { sha256 } from '@wattline/hash';
import type { ClockOffset } from '@wattline/time-zones';
import { DEFAULT_ENTITY } from '../columns.ts';
import { clockOffsets } from '../features/clock-changes.ts';
import { usualStep } from '../features/reading-step.ts';
import type { Plan } from '../plan.ts';

/** How readings are looked at for a profile. */
export interface ProfiledBy {
  readonly entity: string;
  readonly columns: readonly string[];
  readonly categories: readonly string[];
  readonly offsets: readonly ClockOffset[];
}

export const profiledBy = ({ spec, from, to }: Pick<Plan, 'spec' | 'from' | 'to'>): ProfiledBy => ({
  entity: spec.entity ?? DEFAULT_ENTITY,
  columns: Object.keys(spec.values),
  categories: Object.keys(spec.categories),
  offsets: clockOffsets(spec.time.zone, Date.parse(from), Date.parse(to)),
});

/** Of what a part of a profile is made: another number makes all parts again. */
const FORMAT = 1;

/** Names what of a spec decides the parts of a profile. */
export const profilePartKey = (spec: Plan['spec']): string =>
  sha256(
    JSON.stringify([
      FORMAT,
      spec.entity ?? null,
      Object.keys(spec.values),
      Object.keys(spec.categories),
      spec.time.zone,
      usualStep(spec),
    ]),
  );
