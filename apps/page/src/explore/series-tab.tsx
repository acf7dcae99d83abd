import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { Panel } from '../components/panel.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { drawableColumns, firstColumns } from './drawable-columns.ts';
import { Findings } from './findings.tsx';
import { SeriesExplorer } from './series-explorer.tsx';
import { useChosenColumns } from './use-chosen-columns.ts';

/** More panels than this cannot be read beside each other. */
const MOST_COLUMNS = 8;

export const SeriesTab = ({ set, profile }: { set: FeatureSet; profile: Profile }) => {
  const drawable = drawableColumns(set);
  const { chosen, toggle } = useChosenColumns(
    drawable.map(({ name }) => name),
    firstColumns(drawable),
    MOST_COLUMNS,
  );
  return (
    <div class="explore-series">
      <Panel title="Series over time">
        <SeriesExplorer set={set} profile={profile} columns={chosen} />
      </Panel>
      <div class="explore-side">
        <Panel title="Columns">
          <ColumnPicker columns={drawable} chosen={chosen} most={MOST_COLUMNS} onToggle={toggle} />
        </Panel>
        <Panel title="Key findings">
          <Findings findings={profile.findings} />
        </Panel>
      </div>
    </div>
  );
};
