import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { Series } from '@wattline/api';
import { type ApiError, isAbort } from '@wattline/api';
import { useEffect, useRef } from 'preact/hooks';
import { failureOf } from '../api/failure.ts';
import { useDebounced } from '../components/use-debounced.ts';
import type { Span } from './span.ts';

interface Wanted {
  readonly from: string;
  readonly to: string;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

export type AskSeries = (wanted: Wanted, signal: AbortSignal) => Promise<Series>;

interface FinerSeries {
  readonly fine: ReadonlySignal<Series | undefined>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<ApiError | undefined>;
  readonly look: (span: Span) => void;
}

/** Below this share of the whole, coarse points are too far apart. */
const COARSE_ENOUGH = 0.85;

/** Values for what is seen and as much on either side, so that a small move needs no request. */
export const useFinerSeries = (whole: Series, ask: AskSeries, onRest: (span: Span) => void): FinerSeries => {
  const fine = useSignal<Series | undefined>(undefined);
  const busy = useSignal(false);
  const failure = useSignal<ApiError | undefined>(undefined);
  const pending = useRef(new AbortController());
  useEffect(() => () => pending.current.abort(), []);

  const covers = ({ from, to }: Span): boolean => {
    const [first, last] = [fine.value?.time[0], fine.value?.time.at(-1)];
    if (fine.value === undefined || first === undefined || last === undefined) return false;
    // Finer values would come of a much smaller span.
    return first <= from && last + fine.value.stepMs >= to && (last - first) / (to - from) < 4;
  };

  const look = useDebounced(async (span: Span) => {
    onRest(span);
    const [first = 0, last = 0] = [whole.time[0], whole.time.at(-1)];
    const ms = span.to - span.from;
    if (ms > (last - first) * COARSE_ENOUGH || whole.columns.every(({ min }) => min === undefined)) return;
    if (covers(span)) return;
    pending.current.abort();
    const abort = new AbortController();
    pending.current = abort;
    busy.value = true;
    failure.value = undefined;
    try {
      const from = Math.max(first, span.from - ms / 2);
      const to = Math.min(last + whole.stepMs, span.to + ms / 2);
      const wanted = {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        share: (to - from) / (last + whole.stepMs - first),
      };
      const answer = await ask(wanted, abort.signal);
      if (!abort.signal.aborted) fine.value = answer;
    } catch (cause) {
      if (!isAbort(cause)) failure.value = failureOf(cause);
    } finally {
      if (pending.current === abort) busy.value = false;
    }
  }, 120);
  return { fine, busy, failure, look };
};
