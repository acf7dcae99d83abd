import { type Signal, useSignal } from '@preact/signals';
import type { Preview, SpecEdit, SpecText } from '@wattline/api';
import { getSpec, saveSpec } from '../api/specs.ts';
import { useResource } from '../live/use-resource.ts';
import {
  baseOf,
  type Readiness,
  readinessOf,
  type SpecDraft,
  type Starting,
  startingBy,
  untouched,
} from './spec-draft.ts';
import { type PreviewState, usePreview } from './use-preview.ts';

/** A way of looking at a file by a spec, with changes. */
export type LookAt = (
  by: { readonly spec: string | undefined; readonly edits: readonly SpecEdit[] },
  signal: AbortSignal,
) => Promise<Preview>;

export interface Draft {
  readonly draft: Signal<SpecDraft>;
  readonly own: SpecText | undefined;
  readonly state: PreviewState;
  readonly starting: Starting;
  readonly readiness: Readiness;
  readonly edit: (edits: readonly SpecEdit[]) => void;
  readonly write: (text: string) => void;
  /** Makes the spec of the preview the dataset's, where the run is to work by it. */
  readonly save: () => Promise<void>;
}

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** How a file of a dataset is read, as it is changed; `file` names it. */
export const useDraft = (dataset: string, file: string, look: LookAt): Draft => {
  const draft = useSignal(untouched);
  const own = useResource(`spec ${dataset}`, (signal) => getSpec(dataset, signal));
  const spec = baseOf(draft.value, own.value);
  const { edits } = draft.value;
  const isReady = own.value !== undefined || own.failure !== undefined;
  const state = usePreview(JSON.stringify([dataset, file, isReady, spec, edits]), (signal) =>
    // The spec comes first.
    isReady ? look({ spec, edits }, signal) : never(signal),
  );
  const { preview, current, failure } = state;
  const starting = startingBy(draft.value, own.value, preview);
  return {
    draft,
    own: own.value,
    state,
    starting,
    readiness: readinessOf(preview, { current, failed: failure !== undefined }),
    edit: (more) => {
      draft.value = { ...draft.value, edits: [...draft.value.edits, ...more] };
    },
    write: (text) => {
      draft.value = { text, edits: [] };
    },
    save: async () => {
      if (starting === 'saved' && preview !== undefined)
        await saveSpec(dataset, preview.spec, own.value?.etag);
    },
  };
};
