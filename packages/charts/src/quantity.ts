const number = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** 12,345.6 kW → "12,350 kW": four figures, and the unit where there is one. */
export const quantity = (value: number, unit?: string): string =>
  unit === undefined || unit === '' ? number.format(value) : `${number.format(value)} ${unit}`;

export const count = (value: number): string => whole.format(value);

/** 0.981 → "98.1%". Never says 0 % or 100 % of what is not quite so. */
export const share = (part: number): string => {
  if (part > 0 && part < 0.001) return '<0.1%';
  if (part < 1 && part > 0.999) return '>99.9%';
  return percent.format(part);
};

/** 840 → "840 ms", 61,000 → "1 min 1 s". */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${number.format(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
};

/** −0.456 → "-0.46"; what rounds to nothing has no sign. */
export const coefficient = (r: number): string => (Math.round(r * 100) / 100 + 0).toFixed(2);
