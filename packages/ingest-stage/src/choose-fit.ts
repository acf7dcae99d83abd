import type { Fit } from '@wattline/engine/fit';
import { TransientError } from '@wattline/errors';
import { sha256 } from '@wattline/hash';
import { durationMs } from '@wattline/spec';
import {
  joinedEntries,
  type LogEntry,
  type Output,
  type StageWork,
  sweptVersions,
} from '@wattline/worker/stage';
import type { Checked } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;
type Plan = Checked['plan'];

export interface ChosenFit {
  readonly plan: Plan;
  /** The version that has it; undefined where it is fitted now. */
  readonly scaledBy?: string;
  /** Of the version that has it, for the stage that scales; none where it is fitted now. */
  readonly outputs: readonly Output[];
}

/** The same readings and spec, scaled by an earlier fit. */
const versionBy = (version: string, fit: Fit): string =>
  sha256(JSON.stringify({ version, fit: fit.id })).slice(0, 16);

/** Whether the dataset has come so far since that the spec wants another. */
const isOver = ({ spec }: Plan, now: Fit, then: Fit): boolean => {
  const refit = spec.training?.refit ?? 'always';
  if (refit === 'always') return true;
  return refit !== 'pinned' && Date.parse(now.to) - Date.parse(then.to) >= durationMs(refit);
};

/**
 * Decides by which fit a version is scaled: that of the newest sealed version before it, as long as that is for the same
 * columns; else its own. A version that would be scaled by the fit to its own readings is the one that has no other.
 *
 * @param own this run's entry, where an attempt before wrote it: what that decided stays
 */
export const chooseFit = async (
  access: Access,
  plan: Plan,
  before: readonly LogEntry[],
  own?: LogEntry,
): Promise<ChosenFit> => {
  const { fit } = plan;
  if (fit === undefined) return { plan, outputs: [] };
  const decided = own !== undefined && 'fit' in own ? own.fit : undefined;
  if (decided?.id === fit.id) return { plan, outputs: [] };
  const swept = sweptVersions(before);
  const earlier = joinedEntries(before)
    .filter(({ version }) => !swept.has(version))
    .reverse();
  const wanted = decided ? earlier.filter((one) => one.fit?.id === decided.id) : earlier;
  const sealed = await access.sealed([...new Set(wanted.map(({ version }) => version))]);
  const then = wanted.find(({ version }) => version === sealed?.version)?.fit;
  if (decided !== undefined && then === undefined)
    throw new TransientError('FIT_GONE', 'the version whose scaler this run was to take over is gone', {
      remedy: 'replay the run from ingest',
    });
  const isKept = then !== undefined && then.key === fit.key && then.id !== fit.id;
  if (sealed === undefined || !isKept || (decided === undefined && isOver(plan, fit, then)))
    return { plan, outputs: [] };
  const handedOn = (ref: typeof sealed.manifest, kind: string): Output => ({
    ref: { ...ref, labels: { kind } },
    to: 'by-kind',
  });
  return {
    plan: { ...plan, fit: then, version: versionBy(plan.version, then) },
    scaledBy: sealed.version,
    outputs: [
      handedOn(sealed.preprocessor, 'fit'),
      handedOn(sealed.manifest, 'fitted'),
      ...(sealed.summaries === undefined ? [] : [handedOn(sealed.summaries, 'summaries')]),
    ],
  };
};
