import type { Plan, Redundancies, Redundancy } from '@wattline/engine';

/** What a receipt names; a manifest has all that are left out. */
const SHOWN = 100;

/** What a receipt says of columns that tell a model nothing. */
export interface RedundantReport {
  readonly count: number;
  /** Whether training sets have them. */
  readonly isDropped: boolean;
  readonly columns: readonly ({ readonly name: string } & Redundancy)[];
}

export const redundantReport = (redundant: Redundancies, { select }: Plan['spec']): RedundantReport => ({
  count: redundant.size,
  isDropped: select === 'drop-redundant',
  columns: [...redundant].slice(0, SHOWN).map(([name, why]) => ({ name, ...why })),
});
