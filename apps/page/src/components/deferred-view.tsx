import { useSignal } from '@preact/signals';
import type { ApiError } from '@wattline/api';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { failureOf } from '../api/failure.ts';
import { ProblemNote } from './problem-note.tsx';

/** A component in a chunk of its own, loaded when it is first shown. */
export const deferredView = <P extends object>(
  load: () => Promise<FunctionComponent<P>>,
): FunctionComponent<P> => {
  let loaded: FunctionComponent<P> | undefined;
  return (props) => {
    const Component = useSignal(loaded);
    const failure = useSignal<ApiError | undefined>(undefined);
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (component) => {
          loaded = component;
          Component.value = component;
        },
        (cause: unknown) => {
          failure.value = failureOf(cause);
        },
      );
    }, []);
    const View = Component.value;
    if (failure.value !== undefined)
      return <ProblemNote failure={failure.value} retry={() => location.reload()} />;
    if (View === undefined) return <p class="loading">Loading…</p>;
    return <View {...props} />;
  };
};
