import type { Readiness, Starting } from '../preview/spec-draft.ts';

interface Props {
  readonly busy: boolean;
  /** Nothing can be sent at all. */
  readonly blocked: boolean;
  readonly readiness: Readiness;
  readonly starting: Starting;
  readonly dataset: string;
  readonly onUndo: (() => void) | undefined;
  readonly onCancel: () => void;
}

const startingText = (starting: Starting, dataset: string): string =>
  ({
    own: `Read by the spec of ${dataset}.`,
    before: `Read as the uploads of ${dataset} before it.`,
    found: 'Read by what the file shows, as above.',
    saved: `Read as above: this becomes the spec of ${dataset}, for later uploads too.`,
  })[starting];

const statusText = ({ readiness, starting, dataset }: Props): string =>
  ({
    ready: startingText(starting, dataset),
    reading: 'Reading…',
    questions: 'Answer the questions above to start.',
    refused: 'The file cannot be read so: its run would be rejected.',
    unseen: 'Without a preview, the run stops with its questions where the file leaves anything open.',
  })[readiness];

/** Start, and what it does. A file that cannot be read may be sent all the same: its run says why. */
export const StartActions = (props: Props) => {
  const { busy, blocked, readiness, onUndo, onCancel } = props;
  return (
    <div class="start-actions">
      <div class="form-actions">
        <button type="submit" class="button-main" disabled={busy || blocked || readiness !== 'ready'}>
          {busy ? 'Uploading…' : 'Start'}
        </button>
        {(readiness === 'refused' || readiness === 'unseen') && !busy && (
          <button type="submit" disabled={blocked}>
            Start all the same
          </button>
        )}
        {onUndo !== undefined && !busy && (
          <button type="button" onClick={onUndo}>
            Undo my changes
          </button>
        )}
        <button type="button" class="button-plain" onClick={onCancel}>
          Cancel
        </button>
      </div>
      <p class="hint" role="status">
        {statusText(props)}
      </p>
    </div>
  );
};
