import type { DeadLetterItem } from '../api/queues.ts';
import { InstantText } from '../components/instant.tsx';
import { shortId } from '../text/names.ts';
import { countOf } from '../text/numbers.ts';

interface Props {
  readonly letter: DeadLetterItem;
  readonly onRedrive?: () => void;
  readonly busy: boolean;
}

export const DeadLetterCard = ({ letter, onRedrive, busy }: Props) => {
  const { sentAt, receiveCount, body, run, part, reason, remedy } = letter;
  return (
    <li class="dead-letter">
      <div class="dead-letter-head">
        <p>
          {run === undefined ? (
            'unreadable message'
          ) : (
            <a href={`/runs/${run}`}>
              run <code>{shortId(run)}</code>
              {part !== undefined && ` part ${part + 1}`}
            </a>
          )}
          , sent <InstantText at={sentAt} />, tried {countOf(receiveCount, 'time')}
        </p>
        {onRedrive !== undefined && (
          <button type="button" disabled={busy} onClick={onRedrive}>
            Redrive
          </button>
        )}
      </div>
      <p class="note-title">{reason}</p>
      <p>{remedy}</p>
      <details>
        <summary>The message</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre class="code" tabIndex={0}>
          {body}
        </pre>
      </details>
    </li>
  );
};
