import type { EChartsOption } from 'echarts';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';
import { categoryBarsChart } from './category-bars.ts';
import { completenessChart } from './completeness.ts';
import { correlationsChart } from './correlations.ts';
import { gapTimelineChart } from './gap-timeline.ts';
import { histogramChart } from './histogram.ts';
import { hourMeansChart } from './hour-means.ts';
import { missingByEntityChart } from './missing-by-entity.ts';
import { chartModules } from './modules.ts';
import { seriesChart } from './series.ts';
import { stageTimelineChart } from './stage-timeline.ts';
import { valueProfile } from './testing/value-profile.ts';
import { darkTheme } from './theme.ts';

use([...chartModules, SVGRenderer]);

const drawn = (option: EChartsOption): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 400 });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
};

const name = '<img src=x onerror=alert(1)>';
const gaps = {
  cadence: '1h',
  count: 1,
  missing: 5,
  longest: [{ entity: name, from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z', missing: 5 }],
  entities: [{ entity: name, gaps: 1, missing: 5, longest: 5 }],
};
const column = valueProfile({ name, unit: name });
const span = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', zone: 'UTC' };
const done = { part: 0, status: 'done' as const, attempts: 1, startedAt: span.from, finishedAt: span.to };
const running = { ...done, part: 1, status: 'running' as const };
const options: Record<string, EChartsOption> = {
  categories: categoryBarsChart(
    { name, kind: 'categorical', count: 3, nulls: 0, distinct: 1, values: [{ value: name, count: 3 }] },
    darkTheme,
  ),
  completeness: completenessChart({ values: [column], categories: [], gaps }, darkTheme),
  correlations: correlationsChart({ correlations: [{ a: name, b: 'b', r: 0.5 }] }, darkTheme),
  gaps: gapTimelineChart({ ...span, gaps }, darkTheme),
  histogram: histogramChart(column, darkTheme),
  hours: hourMeansChart(column, darkTheme),
  missing: missingByEntityChart(gaps, darkTheme),
  series: seriesChart(
    {
      entity: name,
      zone: 'UTC',
      stepMs: 1_000,
      time: [0, 1_000],
      columns: [
        { name, mean: [1, 2], min: [0, 1], max: [2, 3] },
        { name: 'b', mean: [1, null] },
      ],
    },
    darkTheme,
  ),
  stages: stageTimelineChart(
    { uploadedAt: span.from, now: 0, stages: [{ stage: name, status: 'running', parts: [done, running] }] },
    darkTheme,
  ),
};

test.each(Object.entries(options))(
  '%s is drawn with the modules named, and a name stays a name',
  (_, option) => {
    const svg = drawn(option);
    expect(svg.match(/<path/g)?.length ?? 0).toBeGreaterThan(2);
    expect(svg).not.toContain('<img');
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' });
  },
);
