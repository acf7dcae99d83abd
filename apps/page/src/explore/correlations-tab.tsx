import { correlatedColumns, correlationsChart, describeCorrelations } from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { ChartBox } from '../charts/chart-box.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Panel } from '../components/panel.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { valueText } from '../text/numbers.ts';

const STRONGEST = 20;

export const CorrelationsTab = ({ profile }: { profile: Profile }) => {
  const pairs = profile.correlations
    .flatMap(({ a, b, r }) => (r === null || a === b ? [] : [{ a, b, r }]))
    .sort((one, other) => Math.abs(other.r) - Math.abs(one.r))
    .slice(0, STRONGEST);
  if (pairs.length === 0) {
    return (
      <EmptyState title="Nothing to correlate">
        <p>It takes two columns of numbers that vary.</p>
      </EmptyState>
    );
  }
  return (
    <div class="explore-two">
      <Panel title="Correlations, Pearson’s r">
        <ChartBox
          data={profile}
          draw={correlationsChart}
          description={describeCorrelations(profile)}
          heightPx={Math.max(280, correlatedColumns(profile).length * 38 + 110)}
        />
      </Panel>
      <Panel title="The strongest pairs">
        <ScrollTable label="Strongest correlations">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Column</th>
              <th scope="col" class="number">
                r
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ a, b, r }) => (
              <tr key={`${a} ${b}`}>
                <th scope="row" class="cell-name">
                  {a}
                </th>
                <td class="cell-name">{b}</td>
                <td class="number">{valueText(Math.round(r * 1000) / 1000)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Panel>
    </div>
  );
};
