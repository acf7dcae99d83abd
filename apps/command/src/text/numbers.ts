import prettyBytes from 'pretty-bytes';
import prettyMs from 'pretty-ms';

let grouped: Intl.NumberFormat | undefined;

/** 52416 → `52,416` */
export const countText = (count: number): string => {
  // Made when it is needed: it takes 10 ms.
  grouped ??= new Intl.NumberFormat('en');
  return grouped.format(count);
};

/** 950 → `950ms`; 119600 → `1m 59.6s` */
export const durationText = (ms: number): string => prettyMs(Math.round(ms));

/** 4169961 → `4.17 MB`; 999950 → `1 MB` */
export const bytesText = (bytes: number): string => prettyBytes(bytes);
