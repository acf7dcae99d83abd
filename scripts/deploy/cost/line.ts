/** One line of a bill. */
export interface CostLine {
  readonly what: string;
  readonly usd: number;
}

const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

const dollars = (usd: number): string => usd.toFixed(2);

/** Lines with their sum, as wide as the widest. */
export const costTable = (title: string, lines: readonly CostLine[]): string => {
  const rows = [...lines, { what: 'together', usd: total(lines) }];
  const width = Math.max(...rows.map(({ what }) => what.length));
  const digits = Math.max(...rows.map(({ usd }) => dollars(usd).length));
  return [
    title,
    ...rows.map(({ what, usd }) => `  ${what.padEnd(width)}  ${dollars(usd).padStart(digits)}`),
  ].join('\n');
};
