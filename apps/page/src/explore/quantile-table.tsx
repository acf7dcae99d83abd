import type { ValueProfile } from '@wattline/engine/profile';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText, valueText } from '../text/numbers.ts';

const heads = [
  'Count',
  'Nulls',
  'Mean',
  'Std',
  'Min',
  '1 %',
  '25 %',
  'Median',
  '75 %',
  '99 %',
  'Max',
] as const;

const cells = ({ count, nulls, mean, std, min, max, quantiles }: ValueProfile): string[] => {
  const numbers = [
    mean,
    std,
    min,
    quantiles?.p01,
    quantiles?.p25,
    quantiles?.p50,
    quantiles?.p75,
    quantiles?.p99,
    max,
  ];
  return [
    countText(count),
    countText(nulls),
    ...numbers.map((number) => (number === null || number === undefined ? '–' : valueText(number))),
  ];
};

export const QuantileTable = ({ values }: { values: readonly ValueProfile[] }) => (
  <ScrollTable label="Distributions in numbers">
    <thead>
      <tr>
        <th scope="col">Column</th>
        {heads.map((head) => (
          <th key={head} scope="col" class="number">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {values.map((value) => (
        <tr key={value.name}>
          <th scope="row">{value.name}</th>
          {cells(value).map((cell, i) => (
            <td key={heads[i]} class="number">
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
