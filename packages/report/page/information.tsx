import { count } from '@wattline/charts';
import type { ReportContent } from '../src/report-content.ts';
import { WideTable } from './wide-table.tsx';

/** Which features say most of the targets, each by itself. */
export const Information = ({ information }: Pick<ReportContent, 'information'>) => {
  if (information === undefined) return null;
  const { rows, targets, features } = information;
  return (
    <section aria-labelledby="information">
      <h2 id="information">What features say of targets</h2>
      <p class="note">
        Mutual information in nats, from {count(rows)} rows of the training span: 0 says nothing; of bins by
        tenths, {Math.log(10).toFixed(1)} says all. Each feature by itself: two that say the same both say it.
      </p>
      <WideTable label="Mutual information of features and targets">
        <thead>
          <tr>
            <th scope="col">Feature</th>
            {targets.map((target) => (
              <th scope="col" key={target}>
                {target}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {features.map(({ name, nats }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {nats.map((value, i) => (
                <td key={targets[i]}>{value.toFixed(2)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </WideTable>
    </section>
  );
};
