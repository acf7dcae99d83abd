/** What a chart is drawn with. The page and the report take their own colours from here too. */
export interface ChartTheme {
  readonly dark: boolean;
  readonly background: string;
  readonly text: string;
  readonly mutedText: string;
  /** Axis lines and grid lines. */
  readonly rule: string;
  /** Bars and lines in order; told apart by people who see two colours only, too. */
  readonly series: readonly [string, ...string[]];
  /** From −1 over 0 to 1. */
  readonly diverging: readonly [string, string, string];
  readonly status: {
    readonly done: string;
    readonly running: string;
    readonly waiting: string;
    readonly failed: string;
    readonly rejected: string;
  };
  readonly fontFamily: string;
}

const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const lightTheme: ChartTheme = {
  dark: false,
  background: '#ffffff',
  text: '#16202c',
  mutedText: '#566373',
  rule: '#dde3ea',
  series: ['#0f62c9', '#c8500f', '#4a9c7c', '#6b2f8f', '#9a7400', '#5d6b7b'],
  diverging: ['#c8500f', '#f6f7f9', '#0f62c9'],
  status: { done: '#2c7d5c', running: '#0f62c9', waiting: '#8794a3', failed: '#c22f36', rejected: '#9a6a00' },
  fontFamily,
};

export const darkTheme: ChartTheme = {
  dark: true,
  background: '#12181f',
  text: '#e8edf3',
  mutedText: '#a3b0bf',
  rule: '#2b3542',
  series: ['#62a8ff', '#ff9d5c', '#6fd6ae', '#c79bec', '#e3c04a', '#9aa8b8'],
  diverging: ['#ff9d5c', '#1d2630', '#62a8ff'],
  status: { done: '#5fcf9f', running: '#62a8ff', waiting: '#8795a6', failed: '#ff7b7f', rejected: '#e3b04a' },
  fontFamily,
};
