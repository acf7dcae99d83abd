import { useSignal } from '@preact/signals';
import type { SpecProblem, SpecText } from '@wattline/api';
import { isAbort } from '@wattline/api';
import { useEffect, useRef } from 'preact/hooks';
import { getSpec, saveSpec, validateSpec } from '../api/specs.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { useDebounced } from '../components/use-debounced.ts';
import { mayWrite } from '../session/about.ts';
import { CodeArea } from './code-area.tsx';
import { SpecPlan } from './spec-plan.tsx';
import { SpecPreview } from './spec-preview.tsx';
import { SpecProblems } from './spec-problems.tsx';

const sourceWords: Readonly<Record<SpecText['source'], string>> = {
  file: 'This is the dataset’s own wattline.yaml.',
  run: 'No wattline.yaml yet: this is what the newest run worked by. Saving makes it the dataset’s own.',
  preset: 'No wattline.yaml and no run yet: this is an example to start from.',
};

interface Props {
  readonly dataset: string;
  readonly loaded: SpecText;
}

/** The dataset's spec, checked while it is typed. A save is refused where somebody else saved in between. */
export const SpecEditor = ({ dataset, loaded }: Props) => {
  const base = useSignal(loaded);
  const text = useSignal(loaded.text);
  const problems = useSignal<readonly SpecProblem[]>(loaded.problems);
  const checking = useRef(new AbortController());
  useEffect(() => () => checking.current.abort(), []);

  const check = useDebounced(async () => {
    checking.current.abort();
    const abort = new AbortController();
    checking.current = abort;
    try {
      problems.value = (await validateSpec(text.value, abort.signal)).problems;
    } catch (cause) {
      // Saving shows the service's answer; a failed check does not judge the text.
      if (!isAbort(cause)) problems.value = [];
    }
  }, 350);
  const save = useAction(async () => {
    base.value = await saveSpec(dataset, text.value, base.value.etag);
    problems.value = base.value.problems;
  });
  const takeTheirs = useAction(async () => {
    base.value = await getSpec(dataset);
    text.value = base.value.text;
    problems.value = base.value.problems;
    save.failure.value = undefined;
  });
  const keepMine = useAction(async () => {
    base.value = await getSpec(dataset);
    await save.act();
  });

  const changed = text.value !== base.value.text;
  const conflict = save.failure.value?.problem.status === 412;
  return (
    <div class="spec">
      <div class="spec-edit">
        <p class="hint" id="spec-source">
          {sourceWords[base.value.source]} It is used from the next upload or replay on.
        </p>
        <CodeArea
          label="wattline.yaml"
          describedBy="spec-source spec-problems"
          value={text.value}
          readOnly={!mayWrite()}
          badLines={problems.value.map(({ line }) => line).filter((line) => line !== undefined)}
          onInput={(value) => {
            text.value = value;
            check();
          }}
        />
        {save.failure.value !== undefined && !conflict && <ProblemNote failure={save.failure.value} />}
        {conflict && (
          <div class="note note-warn" role="alert">
            <p class="note-title">Somebody saved this spec since you opened it.</p>
            <p>
              <button type="button" onClick={() => takeTheirs.act()}>
                Take theirs
              </button>{' '}
              <button type="button" onClick={() => keepMine.act()}>
                Save mine over it
              </button>
            </p>
          </div>
        )}
        <p class="form-actions">
          <button
            type="button"
            class="button-main"
            disabled={
              !mayWrite() ||
              save.busy.value ||
              problems.value.length > 0 ||
              !(changed || base.value.source !== 'file')
            }
            onClick={() => save.act()}
          >
            Save
          </button>
          <button
            type="button"
            disabled={!changed}
            onClick={() => {
              text.value = base.value.text;
              check();
            }}
          >
            Undo my changes
          </button>
          <span role="status" class="hint">
            {save.busy.value
              ? 'Saving…'
              : changed
                ? 'Not saved'
                : base.value.source === 'file'
                  ? 'Saved'
                  : ''}
          </span>
        </p>
      </div>
      <div class="spec-side">
        <SpecProblems problems={problems.value} />
        <SpecPlan
          dataset={dataset}
          spec={text.value}
          sound={problems.value.length === 0}
          saved={!changed && base.value.source === 'file'}
        />
        <SpecPreview
          dataset={dataset}
          spec={text.value}
          onSpec={(value) => {
            text.value = value;
            check();
          }}
        />
      </div>
    </div>
  );
};
