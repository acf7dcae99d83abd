import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let firstView = true;

interface Props {
  readonly title: string;
  /** What the heading shows where it is more than its words. */
  readonly heading?: ComponentChildren;
  readonly above?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The view's heading. Takes the focus when the view changes, so that keyboards and screen readers follow. */
export const PageHeader = ({ title, heading, above, children }: Props) => {
  const element = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Wattline`;
    if (!firstView) element.current?.focus({ preventScroll: true });
    firstView = false;
  }, [title]);
  return (
    <header class="page-header">
      {above !== undefined && <p class="page-header-above">{above}</p>}
      <div class="page-header-line">
        <h1 ref={element} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {children !== undefined && <div class="page-header-actions">{children}</div>}
      </div>
    </header>
  );
};
