import { useSignal } from '@preact/signals';
import type { Preview, PreviewColumn, SpecEdit } from '@wattline/api';
import { useEffect } from 'preact/hooks';
import { atKey, ChoiceField, TextField } from './fields.tsx';
import { issuedEdits, vintageChoice, vintageEdits, zoneEdits } from './more-edits.ts';
import { SeriesFields } from './series-fields.tsx';

interface Props {
  readonly settings: NonNullable<Preview['settings']>;
  readonly columns: readonly PreviewColumn[];
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

const namesOf = (columns: readonly PreviewColumn[]): Record<string, string> =>
  Object.fromEntries(columns.map(({ name }) => [name, name]));

const ZONES_BY_SERIES = ':entities';

/** What few files need: zones of rows, vintages, cadences and series side by side. Open where the spec uses any of them. */
export const MoreFields = ({ settings, columns, disabled, onEdit }: Props) => {
  const { zones, zoneColumn, issued, vintage, cadence = '', cadences = '', series } = settings;
  const common = { disabled, onEdit };
  const words = columns.filter(({ kind, role }) => kind !== 'numeric' && role !== 'time');
  const times = columns.filter(
    ({ kind, role, name }) => (kind === 'time' && role !== 'time') || name === issued,
  );
  const choice = vintageChoice(vintage);
  const isUsed = zones !== undefined || issued !== undefined || series !== undefined;
  // It opens by itself, and does not close under the hand that takes a choice back.
  const isOpen = useSignal(isUsed);
  useEffect(() => {
    if (isUsed) isOpen.value = true;
  }, [isUsed, isOpen]);
  return (
    <details
      class="more-fields"
      open={isOpen.value}
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>More</summary>
      <div class="filters">
        <TextField {...common} label="A reading comes every" path={['time', 'cadence']} value={cadence} />
        <ChoiceField
          {...common}
          label="Of several series"
          value={cadences}
          options={{ '': 'as found', one: 'all come so', own: 'each comes in its own way' }}
          toEdits={atKey('time', 'cadences')}
        />
        <ChoiceField
          {...common}
          label="Zone of each row"
          value={zones === 'entities' ? ZONES_BY_SERIES : (zoneColumn ?? '')}
          options={{
            '': 'the zone above',
            ...(zones === 'entities' && { [ZONES_BY_SERIES]: 'by series, as the spec below says' }),
            ...namesOf(words),
            ...(zoneColumn !== undefined && { [zoneColumn]: zoneColumn }),
          }}
          toEdits={(value) => (value === ZONES_BY_SERIES ? [] : zoneEdits(value))}
        />
        <ChoiceField
          {...common}
          label="Forecasts were issued at"
          value={issued ?? ''}
          options={{ '': 'no forecasts', ...namesOf(times) }}
          toEdits={issuedEdits}
        />
        {issued !== undefined && (
          <ChoiceField
            {...common}
            label="Of several for one time counts"
            value={choice}
            options={{
              latest: 'the latest',
              first: 'the first',
              lead: 'the latest known so long before',
            }}
            toEdits={(value) => vintageEdits(value ?? 'latest')}
          />
        )}
        {issued !== undefined && choice === 'lead' && (
          <TextField
            {...common}
            label="So long before"
            path={['time', 'vintage', 'lead']}
            value={vintage ?? ''}
          />
        )}
        <SeriesFields key={series?.join(' ')} series={series} columns={columns} {...common} />
      </div>
    </details>
  );
};
