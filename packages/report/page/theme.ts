import { type ChartTheme, darkTheme, lightTheme } from '@wattline/charts';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** The stylesheet's colours are the charts' colours. */
export const paint = (theme: ChartTheme): void => {
  const { style } = document.documentElement;
  style.setProperty('color-scheme', theme.dark ? 'dark' : 'light');
  style.setProperty('--background', theme.background);
  style.setProperty('--panel', theme.dark ? '#18212b' : '#f6f8fa');
  style.setProperty('--text', theme.text);
  style.setProperty('--muted', theme.mutedText);
  style.setProperty('--rule', theme.rule);
  style.setProperty('--accent', theme.series[0]);
};

/** What the system says, until the reader says otherwise. */
export const useTheme = (): { theme: ChartTheme; toggle: () => void } => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const [dark, setDark] = useState(system.matches);
  useEffect(() => {
    const follow = (event: MediaQueryListEvent) => setDark(event.matches);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const theme = dark ? darkTheme : lightTheme;
  // Before anything is seen: no flash of the other theme.
  useLayoutEffect(() => paint(theme), [theme]);
  return { theme, toggle: () => setDark((now) => !now) };
};
