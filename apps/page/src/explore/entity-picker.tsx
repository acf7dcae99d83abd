import { useSignal } from '@preact/signals';
import type { FeatureSet } from '@wattline/api';
import { getEntities } from '../api/feature-sets.ts';
import { useDebounced } from '../components/use-debounced.ts';
import { useResource } from '../live/use-resource.ts';
import { countText } from '../text/numbers.ts';

interface Props {
  readonly set: FeatureSet;
  readonly shown: string | undefined;
  readonly onChoose: (entity: string) => void;
}

/** Whose values: typed or chosen from what the API offers for what is typed. */
export const EntityPicker = ({ set: { dataset, version, entities: total }, shown, onChoose }: Props) => {
  const typed = useSignal('');
  const search = useDebounced((text: string) => {
    typed.value = text;
  }, 200);
  const offered = useResource(`entities ${dataset} ${version} ${typed.value}`, (signal) =>
    getEntities(dataset, version, typed.value, signal),
  );
  const names = offered.value?.entities ?? [];
  return (
    <div class="filters">
      <label>
        <span>Entity, one of {countText(total)}</span>
        <input
          list="entities"
          autocomplete="off"
          value={shown ?? ''}
          onInput={({ currentTarget: { value } }) =>
            names.includes(value) ? onChoose(value) : search(value)
          }
          onChange={({ currentTarget: { value } }) => {
            if (value !== '') onChoose(value);
          }}
        />
      </label>
      <datalist id="entities">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  );
};
