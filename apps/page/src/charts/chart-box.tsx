import { type ChartTheme, darkTheme, lightTheme } from '@wattline/charts';
import type { EChartsOption } from 'echarts';
import { useEffect, useRef } from 'preact/hooks';
import { shownTheme } from '../session/theme.ts';
import { type DrawnChart, openChart } from './open-chart.ts';

interface Props<T> {
  readonly data: T;
  readonly draw: (data: T, theme: ChartTheme, widthPx: number) => EChartsOption;
  /** The chart in words. */
  readonly description: string;
  readonly heightPx: number;
  /** New data leaves the zoom where the reader has it. */
  readonly keepZoom?: boolean;
  /** Called once, when there is something to draw on. */
  readonly onOpen?: (chart: DrawnChart) => void;
}

/** A chart that follows its data, the theme and the size of its place. */
export const ChartBox = <T,>({ data, draw, description, heightPx, keepZoom = false, onOpen }: Props<T>) => {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart | undefined>(undefined);
  const drawnIn = useRef<ChartTheme | undefined>(undefined);
  const theme = shownTheme() === 'dark' ? darkTheme : lightTheme;
  const redraw = useRef((): void => {});
  redraw.current = () => {
    if (chart.current === undefined) return;
    const { dataZoom, ...option } = draw(data, theme, chart.current.getWidth());
    const merge = keepZoom && drawnIn.current === theme;
    // Charts change while they are looked at: nothing in them moves by itself.
    const still = { ...option, animation: false };
    chart.current.setOption(merge ? still : { ...still, dataZoom }, { notMerge: !merge });
    drawnIn.current = theme;
  };

  // Opened once for each element.
  useEffect(() => {
    if (element.current === null) return;
    const place = element.current;
    const opened = openChart(place);
    chart.current = opened;
    let widthPx = opened.getWidth();
    const watch = new ResizeObserver(() => {
      opened.resize();
      if (opened.getWidth() === widthPx) return;
      widthPx = opened.getWidth();
      redraw.current();
    });
    watch.observe(place);
    onOpen?.(opened);
    return () => {
      watch.disconnect();
      opened.dispose();
      chart.current = undefined;
      drawnIn.current = undefined;
    };
  }, []);
  // Data, words and colours are what a drawing is made of.
  useEffect(() => redraw.current(), [data, draw, theme, keepZoom]);

  return (
    <div
      ref={element}
      class="chart"
      role="img"
      aria-label={description}
      style={{ height: `${heightPx}px` }}
    />
  );
};
