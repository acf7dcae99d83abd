import { useEffect, useRef } from 'preact/hooks';

/** Calls `act` with the last arguments, once nothing more came for a while. */
export const useDebounced = <A extends readonly unknown[]>(
  act: (...args: A) => void,
  quietMs: number,
): ((...args: A) => void) => {
  const latest = useRef(act);
  latest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const debounced = useRef((...args: A): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(...args), quietMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return debounced.current;
};
