import { useSignal } from '@preact/signals';
import { CodeArea } from '../datasets/code-area.tsx';

interface Props {
  readonly text: string;
  readonly disabled: boolean;
  readonly onText: (text: string) => void;
}

/** The spec as YAML, for what the form has no field for. */
export const SpecTextField = ({ text, disabled, onText }: Props) => {
  const draft = useSignal<string | undefined>(undefined);
  return (
    <details class="spec-text">
      <summary>The spec (YAML)</summary>
      <CodeArea
        label="The spec as YAML"
        describedBy="spec-text-hint"
        value={draft.value ?? text}
        readOnly={disabled}
        badLines={[]}
        onInput={(value) => {
          draft.value = value;
        }}
      />
      <p class="form-actions">
        <button
          type="button"
          disabled={disabled || draft.value === undefined}
          onClick={() => {
            if (draft.value !== undefined) onText(draft.value);
            draft.value = undefined;
          }}
        >
          Read by this
        </button>
        <span id="spec-text-hint" class="hint">
          Every key: <code>npx wattline spec power-consumption</code>
        </span>
      </p>
    </details>
  );
};
