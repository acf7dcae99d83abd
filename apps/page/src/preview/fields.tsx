import type { SpecEdit } from '@wattline/api';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly path: string[];
  readonly value: string;
  readonly disabled: boolean;
  readonly list?: readonly string[];
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

/** A text that is read again once it is left, or by Enter. */
export const TextField = ({ label, path, value, disabled, list, onEdit }: FieldProps) => {
  const id = useId();
  return (
    <label>
      <span>{label}</span>
      <input
        key={value}
        type="text"
        list={list === undefined ? undefined : id}
        defaultValue={value}
        disabled={disabled}
        autocomplete="off"
        spellcheck={false}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value.trim();
          onEdit([{ path, value: text === '' ? null : text }]);
        }}
      />
      {list !== undefined && (
        <datalist id={id}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
};

interface ChoiceProps extends Omit<FieldProps, 'list' | 'value' | 'path'> {
  /** Empty: as found. */
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
  /** What a choice changes; null: the empty one. */
  readonly toEdits: (value: string | null) => readonly SpecEdit[];
}

/** One of several. */
export const ChoiceField = ({ label, value, options, disabled, onEdit, toEdits }: ChoiceProps) => (
  <label>
    <span>{label}</span>
    <select
      value={value}
      disabled={disabled}
      onChange={({ currentTarget }) =>
        onEdit(toEdits(currentTarget.value === '' ? null : currentTarget.value))
      }
    >
      {Object.entries(options).map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

/** A choice that changes one key; the empty one takes it away. */
export const atKey =
  (...path: string[]): ChoiceProps['toEdits'] =>
  (value) => [{ path, value }];
