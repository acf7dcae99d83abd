import { type ChartTheme, lightTheme } from '@wattline/charts';
import { chartModules } from '@wattline/charts/modules';
import type { DataZoomComponentOption, EChartsOption } from 'echarts';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { paint } from './theme.ts';

use([...chartModules, SVGRenderer]);

export interface Drawing {
  /** At once, seen or not. */
  drawNow(theme: ChartTheme): void;
  /** When it is seen. */
  draw(theme: ChartTheme): void;
  remove(): void;
}

const drawings = new Set<Drawing>();

/** Keeps a chart as wide as its box. */
export const createDrawing = (
  box: HTMLElement,
  theme: ChartTheme,
  option: (theme: ChartTheme, widthPx: number) => EChartsOption,
): Drawing => {
  const chart = init(box, null, { renderer: 'svg' });
  // So that paper, which is as wide as it is, scales what was drawn for the screen.
  const scalable = () => {
    const svg = box.querySelector('svg');
    svg?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  };
  // What a reader zoomed to outlasts a change of theme, a turned screen and paper.
  const zoomed = (wanted: EChartsOption): EChartsOption => {
    if (wanted.dataZoom === undefined) return wanted;
    const [now] = ((chart.getOption() as EChartsOption | undefined)?.dataZoom ??
      []) as DataZoomComponentOption[];
    if (now === undefined) return wanted;
    const { start = 0, end = 100 } = now;
    return { ...wanted, dataZoom: [wanted.dataZoom].flat().map((zoom) => ({ ...zoom, start, end })) };
  };
  let wanted = theme;
  let seen = false;
  const drawNow = (now: ChartTheme) => {
    chart.setOption({ ...zoomed(option(now, box.clientWidth)), animation: false }, { notMerge: true });
    scalable();
  };
  const resized = new ResizeObserver(() => {
    if (box.clientWidth === chart.getWidth() || box.clientWidth === 0) return;
    chart.resize();
    if (seen) drawNow(wanted);
  });
  resized.observe(box);
  // A file of fifty columns has two hundred charts: those far below are drawn when the reader comes near.
  const near = new IntersectionObserver(
    (entries) => {
      if (seen || !entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen = true;
      near.disconnect();
      drawNow(wanted);
    },
    { rootMargin: '800px' },
  );
  near.observe(box);
  const drawing: Drawing = {
    drawNow,
    draw: (now) => {
      wanted = now;
      if (seen) drawNow(now);
    },
    remove: () => {
      drawings.delete(drawing);
      resized.disconnect();
      near.disconnect();
      chart.dispose();
    },
  };
  drawings.add(drawing);
  return drawing;
};

/** Paper is white, whatever the screen is. */
export const printInLight = (theme: () => ChartTheme): (() => void) => {
  const all = (now: ChartTheme) => {
    paint(now);
    for (const { drawNow } of drawings) drawNow(now);
  };
  const before = () => all(lightTheme);
  const after = () => all(theme());
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
  };
};
