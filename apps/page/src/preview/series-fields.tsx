import { useSignal } from '@preact/signals';
import type { PreviewColumn, SpecEdit } from '@wattline/api';
import { seriesEdits } from './more-edits.ts';

interface Props {
  readonly series: readonly [first: string, last: string] | undefined;
  readonly columns: readonly PreviewColumn[];
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

/** From which to which column each is a series of its own. Nothing is sent before both are named. */
export const SeriesFields = ({ series, columns, disabled, onEdit }: Props) => {
  const first = useSignal(series?.[0] ?? '');
  const last = useSignal(series?.[1] ?? '');
  const numeric = columns.filter(({ kind, role }) => kind === 'numeric' && role !== 'time');
  if (numeric.length < 2) return null;
  const change = (): void => {
    const isWhole = first.value !== '' && last.value !== '';
    if (isWhole || series !== undefined)
      onEdit(seriesEdits(columns, series, isWhole ? [first.value, last.value] : undefined));
  };
  const ends = [
    ['Series side by side, from', first],
    ['to column', last],
  ] as const;
  return (
    <>
      {ends.map(([label, end]) => (
        <label key={label}>
          <span>{label}</span>
          <select
            value={end.value}
            disabled={disabled}
            onChange={({ currentTarget }) => {
              end.value = currentTarget.value;
              change();
            }}
          >
            <option value="">none</option>
            {numeric.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
};
