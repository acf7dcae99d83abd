/** The files of each bucket, in their order. */
export const bucketPaths = (
  files: readonly { readonly bucket: number; readonly path: string }[],
): Map<number, string[]> => {
  const paths = new Map<number, string[]>();
  for (const { bucket, path } of files) paths.set(bucket, [...(paths.get(bucket) ?? []), path]);
  return paths;
};
