import { categoryBarsChart, describeCategoryBars, describeHistogram, histogramChart } from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { ChartBox } from '../charts/chart-box.tsx';
import { Panel } from '../components/panel.tsx';
import { ShownFirst } from '../components/shown-first.tsx';
import { countText } from '../text/numbers.ts';
import { QuantileTable } from './quantile-table.tsx';

const FIRST = 12;
const HEIGHT_PX = 200;

export const DistributionsTab = ({ profile }: { profile: Profile }) => (
  <>
    <div class="chart-grid">
      <ShownFirst items={profile.values} first={FIRST} what="columns">
        {(value) => (
          <figure key={value.name} class="panel">
            <figcaption>{value.unit === undefined ? value.name : `${value.name}, ${value.unit}`}</figcaption>
            <ChartBox
              data={value}
              draw={histogramChart}
              description={describeHistogram(value)}
              heightPx={HEIGHT_PX}
            />
          </figure>
        )}
      </ShownFirst>
      {profile.categories.map((category) => (
        <figure key={category.name} class="panel">
          <figcaption>
            {category.name}, {countText(category.distinct)} distinct
          </figcaption>
          <ChartBox
            data={category}
            draw={categoryBarsChart}
            description={describeCategoryBars(category)}
            heightPx={Math.max(HEIGHT_PX, 40 + category.values.length * 18)}
          />
        </figure>
      ))}
    </div>
    <Panel title="In numbers">
      {profile.sampled !== undefined && (
        <p class="hint">
          Quantiles and histograms are of every {countText(profile.sampled.every)}th reading,{' '}
          {countText(profile.sampled.rows)} in all.
        </p>
      )}
      <QuantileTable values={profile.values} />
    </Panel>
  </>
);
