import { type Signal, useSignal } from '@preact/signals';
import { type ApiError, isAbort } from '@wattline/api';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { failureOf } from '../api/failure.ts';
import { reconnections } from './connection.ts';

export interface Resource<T> {
  /** Stays while it is read again; absent after the question changed. */
  readonly value: T | undefined;
  readonly failure: ApiError | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string;
  readonly value?: T | undefined;
  readonly failure?: ApiError | undefined;
  readonly loading: boolean;
}

/**
 * Reads once per `key`, and again on `reload` and after the connection was lost. A question that is no longer asked
 * is aborted; an answer to it is never shown.
 */
export const useResource = <T>(key: string, read: (signal: AbortSignal) => Promise<T>): Resource<T> => {
  const state: Signal<State<T>> = useSignal<State<T>>({ key, loading: true });
  const reader = useRef(read);
  reader.current = read;
  const pending = useRef<AbortController | undefined>(undefined);

  const load = useCallback((): void => {
    pending.current?.abort();
    const abort = new AbortController();
    pending.current = abort;
    const before = state.peek();
    const value = before.key === key ? before.value : undefined;
    state.value = { key, value, loading: true };
    reader.current(abort.signal).then(
      (answer) => {
        if (!abort.signal.aborted) state.value = { key, value: answer, loading: false };
      },
      (cause: unknown) => {
        if (abort.signal.aborted || isAbort(cause)) return;
        state.value = { key, value, failure: failureOf(cause), loading: false };
      },
    );
  }, [key, state]);

  const connected = reconnections.value;
  // A new connection asks again.
  useEffect(() => {
    load();
    return () => pending.current?.abort();
  }, [load, connected]);

  const { value, failure, loading, key: loadedKey } = state.value;
  return loadedKey === key
    ? { value, failure, loading, reload: load }
    : { value: undefined, failure: undefined, loading: true, reload: load };
};
