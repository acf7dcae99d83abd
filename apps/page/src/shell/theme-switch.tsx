import { nextTheme, theme } from '../session/theme.ts';

export const ThemeSwitch = () => (
  <button type="button" class="theme-switch" onClick={nextTheme}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <circle cx="8" cy="8" r="5.5" fill="none" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" stroke="none" />
    </svg>
    <span class="visually-hidden">Theme: </span>
    {theme.value}
  </button>
);
