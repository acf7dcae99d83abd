export const differenceUrl = (dataset: string, from: string, to: string): string =>
  `/datasets/${encodeURIComponent(dataset)}/differences?${new URLSearchParams({ from, to })}`;
