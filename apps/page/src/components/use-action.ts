import { type Signal, useSignal } from '@preact/signals';
import { type ApiError, isAbort } from '@wattline/api';
import { failureOf } from '../api/failure.ts';

export interface Action<A extends readonly unknown[]> {
  readonly act: (...args: A) => Promise<void>;
  readonly busy: Signal<boolean>;
  readonly failure: Signal<ApiError | undefined>;
}

/** Something a button does that may take a while and may fail; not twice at once. */
export const useAction = <A extends readonly unknown[]>(work: (...args: A) => Promise<void>): Action<A> => {
  const busy = useSignal(false);
  const failure = useSignal<ApiError | undefined>(undefined);
  const act = async (...args: A): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    failure.value = undefined;
    try {
      await work(...args);
    } catch (cause) {
      if (!isAbort(cause)) failure.value = failureOf(cause);
    } finally {
      busy.value = false;
    }
  };
  return { act, busy, failure };
};
