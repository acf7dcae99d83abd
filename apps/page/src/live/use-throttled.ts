import { useEffect, useRef } from 'preact/hooks';

/** Calls `act` after `value` changes, at most once in `everyMs`, and always once after the last change. */
export const useThrottled = (value: unknown, act: () => void, everyMs: number): void => {
  const latest = useRef(act);
  latest.current = act;
  const first = useRef(true);
  const lastMs = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lastMs.current = Date.now();
        latest.current();
      },
      Math.max(0, lastMs.current + everyMs - Date.now()),
    );
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
};
