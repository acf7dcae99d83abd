import { type LogEntry, lastPinned, type Output, type StageWork } from '@wattline/worker/stage';
import type { Checked } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;

/**
 * What publish compares a version's later rows with: how the training span of the version that was pinned last is
 * distributed, where that is known. And what was counted for the version by which it is scaled, if that is another.
 */
export const chooseDrift = async (
  access: Access,
  { spec }: Checked['plan'],
  before: readonly LogEntry[],
  scaledBy: string | undefined,
): Promise<readonly Output[]> => {
  if (spec.drift === undefined) return [];
  const handedOn = async (
    version: string | undefined,
    of: 'drift' | 'driftCounts',
    kind: string,
  ): Promise<Output[]> => {
    const ref = version === undefined ? undefined : await access.drift(version, of);
    if (version === undefined || ref === undefined) return [];
    return [{ ref: { ...ref, labels: { kind, version } }, to: 'by-kind' }];
  };
  return [
    ...(await handedOn(lastPinned(before), 'drift', 'drift')),
    ...(await handedOn(scaledBy, 'drift', 'drift before')),
    ...(await handedOn(scaledBy, 'driftCounts', 'drift counts')),
  ];
};
