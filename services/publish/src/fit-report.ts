import type { Outgrown } from '@wattline/engine';
import type { Scaling } from './scaling.ts';
import type { TrainingFiles } from './training-files.ts';

/** What a receipt says of a scaler that stays from version to version. */
export interface FitReport {
  readonly id: string;
  /** The newest reading that bounds and scaler were fitted to, UTC. */
  readonly to: string;
  /** Whether this version fitted them. */
  readonly isNew: boolean;
  /** Training files that were written, and those of the version before. */
  readonly files: { readonly made: number; readonly carried: number };
  readonly outgrown: Outgrown;
}

/** Undefined where each version is scaled by its own rows. */
export const fitReport = (
  { fitted, isKept }: Scaling,
  { partitions: files }: TrainingFiles,
  outgrown: Outgrown | undefined,
): FitReport | undefined => {
  if (fitted === undefined || files === undefined || outgrown === undefined) return undefined;
  const { id, to } = fitted;
  return { id, to, isNew: !isKept, files, outgrown };
};
