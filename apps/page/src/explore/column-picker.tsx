import { useSignal } from '@preact/signals';
import { countOf } from '../text/numbers.ts';
import { bySource, type FeatureColumn } from './drawable-columns.ts';

interface Props {
  readonly columns: readonly FeatureColumn[];
  readonly chosen: readonly string[];
  readonly most: number;
  readonly onToggle: (column: string) => void;
}

/** Columns to draw, each group under the column of the readings that it was made of. */
export const ColumnPicker = ({ columns, chosen, most, onToggle }: Props) => {
  const filter = useSignal('');
  const wanted = filter.value.toLowerCase();
  const shown = columns.filter(({ name, label = '' }) => `${name} ${label}`.toLowerCase().includes(wanted));
  return (
    <div class="column-picker">
      <input
        type="search"
        aria-label="Find a column"
        placeholder={`Find among ${countOf(columns.length, 'column')}`}
        value={filter.value}
        onInput={({ currentTarget }) => {
          filter.value = currentTarget.value;
        }}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: the groups inside are the fieldsets. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div class="column-groups" role="group" aria-label="Columns to draw" tabIndex={0}>
        {[...bySource(shown)].map(([source, group]) => (
          <fieldset key={source}>
            <legend>{source === '' ? 'calendar and coverage' : source}</legend>
            {group.map(({ name, label = name, kind, from }) => (
              <label key={name} title={from} class={kind === 'value' ? 'column column-value' : 'column'}>
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  disabled={!chosen.includes(name) && chosen.length >= most}
                  onChange={() => onToggle(name)}
                />
                <span>{label}</span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
};
