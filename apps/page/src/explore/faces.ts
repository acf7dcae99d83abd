export const faces = [
  'series',
  'rhythms',
  'distributions',
  'correlations',
  'gaps',
  'features',
  'rows',
  'files',
] as const;
export type Face = (typeof faces)[number];

export const faceOf = (text: string | undefined): Face => faces.find((face) => face === text) ?? 'series';

export const exploreUrl = (dataset: string, version: string, face: Face): string =>
  `/explore/${encodeURIComponent(dataset)}/${encodeURIComponent(version)}${face === 'series' ? '' : `/${face}`}`;
