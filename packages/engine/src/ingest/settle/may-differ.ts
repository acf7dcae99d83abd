import type { Spec } from '@wattline/spec';

/** Whether the readings of series may come by steps of their own: one that is declared holds for all, unless it says so. */
export const mayDiffer = ({ time }: Spec): boolean =>
  (time.cadences ?? (time.cadence === undefined ? 'own' : 'one')) === 'own';
