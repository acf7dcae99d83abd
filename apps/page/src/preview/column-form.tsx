import { ColumnRole, type PreviewColumn, type SpecEdit } from '@wattline/api';
import { ShownFirst } from '../components/shown-first.tsx';
import { ValueFields } from './value-fields.tsx';

interface Props {
  readonly columns: readonly PreviewColumn[];
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

const FIRST = 24;

const words: Readonly<Record<ColumnRole, string>> = {
  time: 'time',
  'time-with': 'part of the time',
  entity: 'series (whose reading)',
  'entity-with': 'part of the series',
  value: 'value',
  category: 'category',
  ignored: 'left out',
};

/** What a column may become: it can join the columns that are the time, or the series, if there are any. */
const rolesFor = (column: PreviewColumn, columns: readonly PreviewColumn[]): ColumnRole[] => {
  const others = columns.filter(({ name }) => name !== column.name);
  const has = (role: PreviewColumn['role']): boolean => others.some((other) => other.role === role);
  return ColumnRole.options.filter((role) => {
    if (role === column.role) return true;
    if (role === 'time-with') return column.role !== 'time' && has('time');
    if (role === 'entity-with') return column.role !== 'entity' && has('entity');
    return role !== 'category' || column.hasFewWords;
  });
};

/** The columns of the file, each with the role that it has and those that it may have. */
export const ColumnForm = ({ columns, disabled, onEdit }: Props) => (
  <ul class="column-form" aria-label="Columns">
    <ShownFirst items={columns} first={FIRST} what="columns">
      {(column) => (
        <li key={column.name} class={column.role === 'ignored' ? 'column-ignored' : undefined}>
          <p class="column-name">
            <strong>{column.name}</strong> {column.unit !== undefined && <span>{column.unit}</span>}
            <span class="column-examples">{column.examples.join(' · ')}</span>
          </p>
          <div class="column-fields">
            <label>
              <span class="visually-hidden">Role of {column.name}</span>
              <select
                disabled={disabled}
                value={column.role}
                onChange={({ currentTarget }) =>
                  onEdit([{ column: column.name, role: ColumnRole.parse(currentTarget.value) }])
                }
              >
                {rolesFor(column, columns).map((role) => (
                  <option key={role} value={role}>
                    {words[role]}
                  </option>
                ))}
              </select>
            </label>
            {(column.role === 'value' || column.role === 'category') && (
              <ValueFields column={column} disabled={disabled} onEdit={onEdit} />
            )}
          </div>
        </li>
      )}
    </ShownFirst>
  </ul>
);
