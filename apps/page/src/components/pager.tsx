import { countText } from '../text/numbers.ts';

interface Props {
  /** The first one's place, from 1. */
  readonly from: number;
  readonly shown: number;
  readonly total: number;
  readonly firstHref?: string | undefined;
  readonly nextHref?: string | undefined;
}

export const Pager = ({ from, shown, total, firstHref, nextHref }: Props) =>
  shown === 0 ? null : (
    <nav class="pager" aria-label="Pages">
      <p>
        {countText(from)}–{countText(from + shown - 1)} of {countText(total)}
      </p>
      {firstHref !== undefined && <a href={firstHref}>Newest</a>}
      {nextHref !== undefined && <a href={nextHref}>Older</a>}
    </nav>
  );
