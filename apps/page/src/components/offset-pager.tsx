import { countText } from '../text/numbers.ts';

interface Props {
  readonly what: string;
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly onMove: (offset: number) => void;
}

/** Forth and back through rows that are counted. */
export const OffsetPager = ({ what, offset, limit, total, onMove }: Props) =>
  total <= limit ? null : (
    <nav class="pager" aria-label={`Pages of ${what}`}>
      <p>
        {countText(offset + 1)}–{countText(Math.min(offset + limit, total))} of {countText(total)}
      </p>
      <button type="button" disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - limit))}>
        Previous
      </button>
      <button type="button" disabled={offset + limit >= total} onClick={() => onMove(offset + limit)}>
        Next
      </button>
    </nav>
  );
