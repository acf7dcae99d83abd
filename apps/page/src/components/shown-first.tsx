import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface Props<T> {
  readonly items: readonly T[];
  readonly first: number;
  readonly what: string;
  readonly children: (item: T) => ComponentChildren;
}

/** The first items, and the others when asked for. */
export const ShownFirst = <T,>({ items, first, what, children }: Props<T>) => {
  const all = useSignal(false);
  return (
    <>
      {(all.value ? items : items.slice(0, first)).map(children)}
      {items.length > first && !all.value && (
        <button
          type="button"
          onClick={() => {
            all.value = true;
          }}
        >
          Show all {items.length} {what}
        </button>
      )}
    </>
  );
};
