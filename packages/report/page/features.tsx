import { count } from '@wattline/charts';
import type { ReportColumn, ReportContent } from '../src/report-content.ts';
import { WideTable } from './wide-table.tsx';

/** Columns that come from one column of the readings are together; calendar and the like come first. */
const grouped = (columns: readonly ReportColumn[]): [string, ReportColumn[]][] => {
  const groups = Map.groupBy(columns, ({ source }) => source ?? '');
  return [...groups].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
};

/** Columns that tell a model nothing in the training span. */
const Redundant = ({ columns }: { columns: readonly ReportColumn[] }) => {
  const some = columns.filter(({ redundant }) => redundant !== undefined);
  if (some.length === 0) return null;
  const isDropped = some.every(({ role }) => role === 'withheld');
  return (
    <details>
      <summary>
        Redundant in the training span ({count(some.length)}),{' '}
        {isDropped ? 'left out of training sets' : 'kept in training sets'}
      </summary>
      <ul>
        {some.map(({ name, redundant }) => (
          <li key={name}>
            {name}: {redundant}
          </li>
        ))}
      </ul>
    </details>
  );
};

export const Features = ({ features }: { features: ReportContent['features'] }) => (
  <section aria-labelledby="features">
    <h2 id="features">Features</h2>
    <p class="note">What each column of the feature set is and what it was made of.</p>
    <Redundant columns={features.columns} />
    {grouped(features.columns).map(([source, columns]) => (
      <details key={source}>
        <summary>
          {source === '' ? 'Time, entity and calendar' : `From ${source}`} ({count(columns.length)})
        </summary>
        <WideTable label={source === '' ? 'Other features' : `Features of ${source}`}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col" class="text">
                Kind
              </th>
              <th scope="col" class="text">
                Role
              </th>
              <th scope="col" class="text">
                Meaning
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, kind, role, from }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="text">{kind}</td>
                <td class="text">{role}</td>
                <td class="text">{from}</td>
              </tr>
            ))}
          </tbody>
        </WideTable>
      </details>
    ))}
  </section>
);
