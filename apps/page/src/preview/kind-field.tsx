import type { PreviewColumn, SpecEdit } from '@wattline/api';

interface Props {
  readonly column: PreviewColumn;
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

type Kind = NonNullable<PreviewColumn['quantity']>;

const kinds: Readonly<Record<Kind, { readonly label: string; readonly help: string }>> = {
  gauge: {
    label: 'a state, as measured',
    help: 'Power, temperature, price: readings of an interval have a mean.',
  },
  register: {
    label: 'a counter that only grows',
    help: 'A meter’s register: an interval has what it counted, not its mean.',
  },
  total: {
    label: 'an amount for each reading',
    help: 'Energy of a quarter of an hour, rain of a day: amounts add up.',
  },
  circular: {
    label: 'a direction',
    help: 'Degrees that begin again at 360: the mean of 350 and 10 is 0.',
  },
};

const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text);

/** What the numbers of a column are, which decides how those of an interval become one. */
export const KindField = ({ column: { name, quantity = 'gauge' }, disabled, onEdit }: Props) => {
  const help = `help-on-kind-of-${name}`;
  return (
    <>
      <label>
        <span class="visually-hidden">Kind of {name}</span>
        <select
          disabled={disabled}
          value={quantity}
          aria-describedby={quantity === 'gauge' ? undefined : help}
          title={kinds[quantity].help}
          onChange={({ currentTarget }) =>
            onEdit([
              { path: ['values', name, 'kind'], value: currentTarget.value },
              // Each kind has a default of its own.
              { path: ['values', name, 'aggregate'], value: null },
            ])
          }
        >
          {Object.keys(kinds)
            .filter(isKind)
            .map((kind) => (
              <option key={kind} value={kind}>
                {kinds[kind].label}
              </option>
            ))}
        </select>
      </label>
      {quantity !== 'gauge' && (
        <small id={help} class="field-help">
          {kinds[quantity].help}
        </small>
      )}
    </>
  );
};
