import type { ChartTheme } from '@wattline/charts';
import { useEffect, useRef } from 'preact/hooks';
import { printInLight } from './drawing.ts';

export const usePrinting = (theme: ChartTheme): void => {
  const now = useRef(theme);
  now.current = theme;
  useEffect(() => printInLight(() => now.current), []);
};
