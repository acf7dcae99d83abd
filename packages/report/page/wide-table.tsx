import type { ComponentChildren } from 'preact';

/** Scrolls by itself where the screen is narrow. */
export const WideTable = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: who has only a keyboard scrolls it, too
  <section class="wide" aria-label={label} tabIndex={0}>
    <table>{children}</table>
  </section>
);
