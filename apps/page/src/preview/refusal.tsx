import type { Preview, SpecEdit } from '@wattline/api';
import { ChoiceList } from './choice-list.tsx';

interface Props {
  readonly error: NonNullable<Preview['error']>;
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

/** Why the file cannot be read as it is, and the remedies that were tried and help. */
export const Refusal = ({ error: { code, message, remedy, remedies }, disabled, onEdit }: Props) => (
  <section class="note note-bad" role="alert" aria-label="The file cannot be read so">
    <p class="note-title">
      {message} <code>{code}</code>
    </p>
    {remedies.length > 0 ? (
      <>
        <p>With one of these it can be read:</p>
        <ChoiceList label="Remedies" choices={remedies} disabled={disabled} onChoose={onEdit} />
      </>
    ) : (
      <p>{remedy}</p>
    )}
  </section>
);
