import { useSignal } from '@preact/signals';
import type { VersionPlan } from '@wattline/api';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { planVersion } from '../api/plans.ts';
import { replayRun } from '../api/runs.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { mayWrite } from '../session/about.ts';
import { planWords } from './plan-words.ts';

interface Props {
  readonly dataset: string;
  readonly spec: string;
  /** It has no problems. */
  readonly sound: boolean;
  /** It is the dataset's own as it stands here. */
  readonly saved: boolean;
}

/** What the spec would make of the dataset, before it does. */
export const SpecPlan = ({ dataset, spec, sound, saved }: Props) => {
  const id = useId();
  const { route } = useLocation();
  const found = useSignal<{ readonly of: string; readonly plan: VersionPlan } | undefined>(undefined);
  const asking = useRef(new AbortController());
  useEffect(() => () => asking.current.abort(), []);
  const look = useAction(async () => {
    asking.current = new AbortController();
    found.value = undefined;
    found.value = { of: spec, plan: await planVersion(dataset, spec, asking.current.signal) };
  });
  const make = useAction(async (run: string) => {
    await replayRun(run, 'ingest', 'current');
    route(`/runs/${run}`);
  });
  const plan = found.value?.of === spec ? found.value.plan : undefined;
  return (
    <section class="spec-preview" aria-labelledby={id}>
      <h2 id={id}>What it would make</h2>
      <p class="hint">
        The newest upload is read with the spec as it is here, the others where it reads them otherwise.
        Nothing is stored.
      </p>
      <p class="form-actions">
        <button type="button" disabled={!sound || look.busy.value} onClick={() => look.act()}>
          {look.busy.value ? 'Reading…' : 'Plan it'}
        </button>
        {look.busy.value && (
          <button type="button" class="button-plain" onClick={() => asking.current.abort()}>
            Stop
          </button>
        )}
      </p>
      {look.failure.value !== undefined && <ProblemNote failure={look.failure.value} />}
      <div role="status">
        {plan !== undefined && planWords(plan).map((sentence) => <p key={sentence}>{sentence}</p>)}
        {plan !== undefined && plan.warnings.length > 0 && (
          <ul>
            {plan.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </div>
      {plan?.changed === true && !saved && (
        <p class="hint">Saved, it is made with the next upload, or at once from here.</p>
      )}
      {plan?.changed === true && saved && mayWrite() && (
        <p class="form-actions">
          <button type="button" disabled={make.busy.value} onClick={() => make.act(plan.run)}>
            Make it now
          </button>
        </p>
      )}
      {make.failure.value !== undefined && <ProblemNote failure={make.failure.value} />}
    </section>
  );
};
