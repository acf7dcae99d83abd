import type { ComponentChildren } from 'preact';

/** A table that scrolls by itself where the screen is narrow; reachable by keyboard. */
export const ScrollTable = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <div class="scroll-table" role="group" aria-label={label} tabIndex={0}>
    <table>{children}</table>
  </div>
);
