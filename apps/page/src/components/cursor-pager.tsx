import type { Signal } from '@preact/signals';

interface Props {
  /** Where the page that is shown begins; undefined for the first. */
  readonly cursor: Signal<string | undefined>;
  readonly next: string | undefined;
  readonly words?: { readonly first: string; readonly next: string };
}

/** To the first page and to the next, of rows that are not counted. */
export const CursorPager = ({ cursor, next, words = { first: 'First page', next: 'Next page' } }: Props) => {
  const link = (to: string | undefined, label: string, disabled: boolean) => (
    <button
      type="button"
      disabled={disabled}
      onClick={() => {
        cursor.value = to;
      }}
    >
      {label}
    </button>
  );
  return next === undefined && cursor.value === undefined ? null : (
    <p class="form-actions">
      {link(undefined, words.first, cursor.value === undefined)}
      {link(next, words.next, next === undefined)}
    </p>
  );
};
