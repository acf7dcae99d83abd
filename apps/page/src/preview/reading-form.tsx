import type { Preview, SpecEdit } from '@wattline/api';
import { atKey, ChoiceField, TextField } from './fields.tsx';
import { MoreFields } from './more-fields.tsx';

interface Props {
  readonly settings: NonNullable<Preview['settings']>;
  readonly columns: Preview['columns'];
  readonly kind: string;
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** How times and numbers are written, and what a row of features is. */
export const ReadingForm = ({ settings, columns, kind, disabled, onEdit }: Props) => {
  const common = { disabled, onEdit };
  return (
    <div class="reading-form filters">
      <TextField {...common} label="Time zone" path={['time', 'zone']} value={settings.zone} list={zones} />
      <TextField {...common} label="Time is written" path={['time', 'format']} value={settings.timeFormat} />
      <ChoiceField
        {...common}
        label="A time names"
        toEdits={atKey('time', 'label')}
        value={settings.label}
        options={{ start: 'the start of its interval', end: 'the end of its interval' }}
      />
      {kind.startsWith('csv') && (
        <>
          <ChoiceField
            {...common}
            label="Decimal sign"
            toEdits={atKey('file', 'decimal')}
            value={settings.decimal ?? ''}
            options={{ '': 'as found', '.': 'point', ',': 'comma' }}
          />
          <ChoiceField
            {...common}
            label="Thousands"
            toEdits={atKey('file', 'thousands')}
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
      <MoreFields settings={settings} columns={columns} {...common} />
    </div>
  );
};
