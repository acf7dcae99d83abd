import type { Preview, SpecEdit } from '@wattline/api';
import { useId } from 'preact/hooks';

interface Props {
  readonly settings: NonNullable<Preview['settings']>;
  readonly kind: string;
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

interface FieldProps {
  readonly label: string;
  readonly path: string[];
  readonly value: string;
  readonly disabled: boolean;
  readonly list?: readonly string[];
  readonly onEdit: Props['onEdit'];
}

/** A text that is read again once it is left, or by Enter. */
const TextField = ({ label, path, value, disabled, list, onEdit }: FieldProps) => {
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

interface ChoiceProps extends Omit<FieldProps, 'list' | 'value'> {
  /** Empty: as found. */
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
}

const ChoiceField = ({ label, path, value, options, disabled, onEdit }: ChoiceProps) => (
  <label>
    <span>{label}</span>
    <select
      value={value}
      disabled={disabled}
      onChange={({ currentTarget }) =>
        onEdit([{ path, value: currentTarget.value === '' ? null : currentTarget.value }])
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

/** How times and numbers are written, and what a row of features is. */
export const ReadingForm = ({ settings, kind, disabled, onEdit }: Props) => {
  const common = { disabled, onEdit };
  return (
    <div class="reading-form filters">
      <TextField {...common} label="Time zone" path={['time', 'zone']} value={settings.zone} list={zones} />
      <TextField {...common} label="Time is written" path={['time', 'format']} value={settings.timeFormat} />
      <ChoiceField
        {...common}
        label="A time names"
        path={['time', 'label']}
        value={settings.label}
        options={{ start: 'the start of its interval', end: 'the end of its interval' }}
      />
      {kind.startsWith('csv') && (
        <>
          <ChoiceField
            {...common}
            label="Decimal sign"
            path={['file', 'decimal']}
            value={settings.decimal ?? ''}
            options={{ '': 'as found', '.': 'point', ',': 'comma' }}
          />
          <ChoiceField
            {...common}
            label="Thousands"
            path={['file', 'thousands']}
            value={settings.thousands ?? ''}
            options={{
              '': 'as found',
              none: 'not grouped',
              ',': '1,234',
              '.': '1.234',
              ' ': '1 234',
              "'": "1'234",
            }}
          />
        </>
      )}
      <TextField {...common} label="A feature row every" path={['interval']} value={settings.interval} />
    </div>
  );
};
