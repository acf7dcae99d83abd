import type { Observe, WorkerEvent } from '@wattline/worker';

export interface Verdict {
  readonly ok: boolean;
  /** Why, in a few words. */
  readonly reason: string;
}

export interface Health {
  readonly observe: Observe;
  /** Not ok if the process should be restarted: the queue has not answered for too long. */
  alive(): Verdict;
  /** Ok while it takes work: not before it polls, not while its queue fails, not while it drains. */
  ready(): Verdict;
}

interface HealthOptions {
  /** How long the queue may say nothing, ms: beyond the longest poll and a server's restart. */
  readonly silenceMs?: number;
  /** Ms that only go up. */
  readonly now?: () => number;
}

/** A service's health, by what its worker reports. */
export const createHealth = ({
  silenceMs = 120_000,
  now = () => performance.now(),
}: HealthOptions = {}): Health => {
  let phase: 'starting' | 'polling' | 'failing' | 'full' | 'draining' = 'starting';
  let movedAt = now();
  const observe = ({ type }: WorkerEvent): void => {
    // Asking once more is no sign of life while no answer comes; an answer is, and so is having been full.
    if (type === 'received' || (type === 'polling' && phase === 'full')) movedAt = now();
    if (type === 'full' || type === 'draining') phase = type;
    else if (type === 'receiving-failed') phase = 'failing';
    else if (type === 'received' || (type === 'polling' && phase !== 'failing')) phase = 'polling';
  };
  return {
    observe,
    alive: () => {
      const silentMs = now() - movedAt;
      if (phase === 'full' || phase === 'draining' || silentMs <= silenceMs)
        return { ok: true, reason: phase };
      return {
        ok: false,
        reason: `${phase}: no answer from the queue for ${Math.round(silentMs / 1_000)} s`,
      };
    },
    ready: () => ({ ok: phase === 'polling' || phase === 'full', reason: phase }),
  };
};
