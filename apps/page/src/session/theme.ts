import { effect, signal } from '@preact/signals';

const KEY = 'wattline.theme';

export type Theme = 'auto' | 'light' | 'dark';
const themes: readonly Theme[] = ['auto', 'light', 'dark'];

const remembered = themes.find((theme) => theme === localStorage.getItem(KEY));
export const theme = signal<Theme>(remembered ?? 'auto');

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(systemIsDark.matches);
systemIsDark.addEventListener('change', ({ matches }) => {
  systemDark.value = matches;
});

/** Changes whenever colours do: charts draw themselves again. */
export const shownTheme = (): 'light' | 'dark' => {
  if (theme.value !== 'auto') return theme.value;
  return systemDark.value ? 'dark' : 'light';
};

export const nextTheme = (): void => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto';
  localStorage.setItem(KEY, theme.value);
};

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
