import { correlatedColumns, correlationsChart, describeCorrelations } from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { ChartBox } from '../charts/chart-box.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Panel } from '../components/panel.tsx';
import { valueText } from '../text/numbers.ts';

const STRONGEST = 20;

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

const pairColumns: readonly Column<Pair>[] = [
  { head: 'Column', rowHead: true, cell: ({ a }) => a, class: 'cell-name', sortBy: ({ a }) => a },
  { head: 'Column', cell: ({ b }) => b, class: 'cell-name', sortBy: ({ b }) => b },
  { head: 'r', number: true, cell: ({ r }) => valueText(Math.round(r * 1000) / 1000), sortBy: ({ r }) => r },
];

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
        <DataTable
          label="Strongest correlations"
          columns={pairColumns}
          rows={pairs}
          keyOf={({ a, b }) => `${a} ${b}`}
        />
      </Panel>
    </div>
  );
};
