import type { ChartTheme } from '@wattline/charts';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { printInLight } from './drawing.ts';

export const usePrinting = (theme: ChartTheme): void => {
  const now = useRef(theme);
  now.current = theme;
  // With the first words: a report that is printed at once has paper's colours too.
  useLayoutEffect(() => printInLight(() => now.current), []);
};
