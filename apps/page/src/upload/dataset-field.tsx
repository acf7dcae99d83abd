import { getDatasets } from '../api/datasets.ts';
import { useResource } from '../live/use-resource.ts';

interface Props {
  readonly value: string;
  readonly disabled: boolean;
  readonly onInput: (value: string) => void;
}

const PATTERN = '[^.\\/\\\\][^\\/\\\\]*';

export const isDatasetName = (name: string): boolean => new RegExp(`^${PATTERN}$`).test(name);

/** Which dataset the files go to: one that there is, or a new one. */
export const DatasetField = ({ value, disabled, onInput }: Props) => {
  const datasets = useResource('datasets', getDatasets);
  return (
    <div class="dataset-field">
      <label for="upload-dataset">Dataset</label>
      <input
        id="upload-dataset"
        list="upload-datasets"
        required
        pattern={PATTERN}
        maxLength={200}
        autocomplete="off"
        aria-describedby="upload-hint"
        disabled={disabled}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <datalist id="upload-datasets">
        {datasets.value?.datasets.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p id="upload-hint" class="hint">
        Uploads of one dataset share its spec. A new name makes a new dataset; it may have no slash.
      </p>
    </div>
  );
};
