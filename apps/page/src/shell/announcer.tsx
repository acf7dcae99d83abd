import { useSignal } from '@preact/signals';
import type { RunSummary } from '@wattline/api';
import { useRef } from 'preact/hooks';
import { changedRuns } from '../live/connection.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { isGoingOn } from '../runs/is-going-on.ts';
import { countOf } from '../text/numbers.ts';

const sentence = ({ dataset, status, error }: RunSummary): string =>
  `A run of ${dataset} is ${status}${error === undefined ? '' : `: ${error.message}`}.`;

/** Says to screen readers which runs ended; many at once in one sentence. */
export const Announcer = () => {
  const said = useSignal('');
  const known = useRef(new Map<string, string>());
  const runs = changedRuns.value;
  useThrottled(
    runs,
    () => {
      const ended = [...runs.values()].filter(
        (run) => !isGoingOn(run.status) && known.current.get(run.run) !== run.status,
      );
      known.current = new Map([...runs.values()].map(({ run, status }) => [run, status]));
      const [first] = ended;
      if (first === undefined) return;
      said.value = ended.length === 1 ? sentence(first) : `${countOf(ended.length, 'run')} ended.`;
    },
    3_000,
  );
  return (
    <p class="visually-hidden" aria-live="polite">
      {said.value}
    </p>
  );
};
