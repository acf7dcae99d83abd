import type { ChartTheme } from '@wattline/charts';
import type { EChartsOption } from 'echarts';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { createDrawing, type Drawing } from './drawing.ts';

interface ChartProps {
  readonly title?: string;
  /** What a screen reader hears. */
  readonly description: string;
  /** Pixels. */
  readonly height: number;
  readonly maxWidth?: number;
  readonly theme: ChartTheme;
  readonly option: (theme: ChartTheme, widthPx: number) => EChartsOption;
}

export const Chart = ({ title, description, height, maxWidth, theme, option }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  useEffect(() => {
    if (box.current === null) return;
    drawing.current = createDrawing(box.current, theme, option);
    return () => drawing.current?.remove();
  }, []);
  // In the same frame as the page around it.
  useLayoutEffect(() => drawing.current?.draw(theme), [theme]);
  return (
    <figure class="chart" style={maxWidth === undefined ? {} : { maxWidth: `${maxWidth}px` }}>
      {title !== undefined && <figcaption>{title}</figcaption>}
      <div ref={box} role="img" aria-label={description} style={{ height: `${height}px` }} />
    </figure>
  );
};
