/** What a chart is drawn with. The page and the report take their own colours from here too. */
export interface ChartTheme {
  readonly dark: boolean;
  readonly background: string;
  readonly text: string;
  readonly mutedText: string;
  /** Axis lines and grid lines. */
  readonly rule: string;
  /** Bars and lines in order; distinguishable with colour-blind sight too. */
  readonly series: readonly [string, ...string[]];
  /** From −1 over 0 to 1; text is read on all of them. */
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
  series: ['#1d6ede', '#ce6a00', '#2ea469', '#7347a2', '#9e4d0b', '#857e99'],
  diverging: ['#f2ad6b', '#f4f6f8', '#86b4f6'],
  status: { done: '#2c7d5c', running: '#1d6ede', waiting: '#7f8c9b', failed: '#c22f36', rejected: '#9a6a00' },
  fontFamily,
};

export const darkTheme: ChartTheme = {
  dark: true,
  background: '#12181f',
  text: '#e8edf3',
  mutedText: '#a3b0bf',
  rule: '#2b3542',
  series: ['#66b6f2', '#f89c3d', '#6bdab4', '#a07bdb', '#d8e36e', '#90889b'],
  diverging: ['#8a4f0e', '#1d2630', '#22609f'],
  status: { done: '#5fcf9f', running: '#66b6f2', waiting: '#8795a6', failed: '#ff7b7f', rejected: '#e3b04a' },
  fontFamily,
};
