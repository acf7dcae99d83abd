import type { KeptReadings, UploadEntry } from './dataset-log.ts';

/**
 * The uploads that a dataset consists of after some joined, in the order in which they count: a later one goes before
 * those before it. Each as it was read last. `replace`: of those under one key, the last alone.
 */
export const uploadsInForce = (
  joined: readonly (KeptReadings & Pick<UploadEntry, 'again'>)[],
  { sameKey = 'add' }: { readonly sameKey?: 'add' | 'replace' | undefined } = {},
): KeptReadings[] => {
  const newest = new Map<string, KeptReadings>();
  for (const { again, run, upload, readings, facts } of joined)
    for (const kept of [...again, { run, upload, readings, facts }]) newest.set(kept.run, kept);
  const ordered = [...newest.values()].sort((a, b) =>
    a.upload.order === b.upload.order ? (a.run < b.run ? -1 : 1) : a.upload.order < b.upload.order ? -1 : 1,
  );
  if (sameKey === 'add') return ordered;
  const last = new Map(ordered.map((kept) => [kept.upload.key, kept.run]));
  return ordered.filter(({ run, upload }) => last.get(upload.key) === run);
};
