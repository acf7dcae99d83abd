import { type ChartTheme, categoryBarsChart, describeCategoryBars } from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { Chart } from './chart.tsx';

export const Categories = ({ profile, theme }: { profile: Profile; theme: ChartTheme }) => (
  <>
    {profile.categories.map((column, i) => (
      <section key={column.name} aria-labelledby={`category-${i}`}>
        <h2 id={`category-${i}`}>{column.name}</h2>
        {column.values.length === 0 ? (
          <p>No reading has a value.</p>
        ) : (
          <>
            <p class="note">{describeCategoryBars(column)}</p>
            <Chart
              description={describeCategoryBars(column)}
              height={50 + Math.min(column.values.length, 20) * 26}
              theme={theme}
              option={(now) => categoryBarsChart(column, now)}
            />
          </>
        )}
      </section>
    ))}
  </>
);
