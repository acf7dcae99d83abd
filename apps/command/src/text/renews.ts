import type { Receipt } from '@wattline/worker';

/** "weather has version 1a2b3c": why a run was made again that nobody asked for. */
export const renewsText = (renews: NonNullable<Receipt['renews']>): string =>
  renews.map(({ dataset, version }) => `${dataset} has version ${version}`).join(', ');
