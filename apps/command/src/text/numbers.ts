let grouped: Intl.NumberFormat | undefined;

/** 52416 → `52,416` */
export const countText = (count: number): string => {
  // Made when it is needed: it takes 10 ms.
  grouped ??= new Intl.NumberFormat('en');
  return grouped.format(count);
};

/** 950 → `0.95 s`; 61000 → `1 min 1 s` */
export const durationText = (ms: number): string => {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 4169961 → `4.2 MB` */
export const bytesText = (bytes: number): string => {
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? 'B'}`;
};
