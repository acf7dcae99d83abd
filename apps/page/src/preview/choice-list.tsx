import type { Choice, SpecEdit } from '@wattline/api';

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly disabled: boolean;
  readonly onChoose: (edits: readonly SpecEdit[]) => void;
}

/** Answers or remedies, one of which is taken by a click; each with what the file gives when it is read so. */
export const ChoiceList = ({ label, choices, disabled, onChoose }: Props) => (
  <ul class="choices" aria-label={label}>
    {choices.map((choice) => (
      <li key={choice.label} class={choice.fits ? undefined : 'choice-unfit'}>
        <button type="button" disabled={disabled} onClick={() => onChoose(choice.edits)}>
          {choice.label}
        </button>
        <ul class="choice-gives">
          {choice.gives.map((text) => (
            <li key={text}>{choice.fits ? text : `cannot be read so: ${text}`}</li>
          ))}
        </ul>
      </li>
    ))}
  </ul>
);
