import type { PreviewColumn, SpecEdit } from '@wattline/api';
import { KindField } from './kind-field.tsx';

interface Props {
  readonly column: PreviewColumn;
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

const aggregates: Readonly<Record<string, string>> = {
  mean: 'mean of an interval',
  sum: 'sum of an interval',
  min: 'least of an interval',
  max: 'most of an interval',
  first: 'first of an interval',
  last: 'last of an interval',
};

/** How the readings of an interval become one, and whether a value is known before its time. */
export const ValueFields = ({ column, disabled, onEdit }: Props) => {
  const { name, role, aggregate, aggregates: meaningful, known } = column;
  const section = role === 'category' ? 'categories' : 'values';
  const [only] = aggregate ?? [];
  const single = aggregate?.length === 1 && only !== undefined && Object.hasOwn(aggregates, only);
  return (
    <>
      {role === 'value' && <KindField column={column} disabled={disabled} onEdit={onEdit} />}
      {role === 'value' && (
        <label>
          <span class="visually-hidden">What {name} is made of</span>
          <select
            disabled={disabled}
            value={single ? only : ''}
            onChange={({ currentTarget }) =>
              onEdit([{ path: ['values', name, 'aggregate'], value: [currentTarget.value] }])
            }
          >
            {!single && <option value="">{aggregate?.join(', ')}</option>}
            {Object.entries(aggregates)
              .filter(([value]) => meaningful === undefined || meaningful.includes(value))
              .map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
          </select>
        </label>
      )}
      <label>
        <span class="visually-hidden">When {name} is known</span>
        <select
          disabled={disabled}
          value={known === 'past' ? '' : (known ?? '')}
          onChange={({ currentTarget }) =>
            onEdit([
              {
                path: [section, name, 'known'],
                value: currentTarget.value === '' ? null : currentTarget.value,
              },
            ])
          }
        >
          <option value="">known when measured</option>
          <option value="future">known before, as forecasts are</option>
          <option value="static">known always: it never changes</option>
        </select>
      </label>
    </>
  );
};
