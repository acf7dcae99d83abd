import type { HistoryEntry } from '@wattline/api';
import { UsageError } from '@wattline/errors';

type Step = Pick<HistoryEntry, 'version' | 'sealed' | 'latest'>;

/** How far back it is looked for. */
export const STEPS_BACK = 200;

/** The version that a dataset had before its latest; `history` is newest first. Throws UsageError where there is none. */
export const versionBefore = (dataset: string, history: readonly Step[]): string => {
  const now = history.findIndex(({ latest }) => latest === true);
  const { version } = history[now] ?? {};
  const before = history
    .slice(now + 1)
    .find((step) => step.sealed === true && step.version !== undefined && step.version !== version);
  if (now >= 0 && before?.version !== undefined) return before.version;
  throw new UsageError('VERSION_UNKNOWN', `${dataset} has no version before its latest in its history`, {
    category: 'not-found',
    remedy: `name two versions: wattline diff ${dataset}@VERSION ${dataset}@VERSION`,
  });
};
