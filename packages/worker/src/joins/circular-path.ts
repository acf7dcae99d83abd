/** The datasets that the latest version of one has columns of; none where it has no version. */
export type JoinsOf = (dataset: string) => Promise<readonly string[]>;

/**
 * How a dataset that joins another would join itself: from that one on, to the dataset. Undefined where it does not.
 */
export const circularPath = async (
  dataset: string,
  joined: string,
  joinsOf: JoinsOf,
): Promise<readonly string[] | undefined> => {
  const seen = new Set([joined]);
  let paths: (readonly string[])[] = [[joined]];
  while (paths.length > 0) {
    const further: (readonly string[])[] = [];
    for (const path of paths) {
      const last = path.at(-1) ?? joined;
      if (last === dataset) return path;
      for (const next of await joinsOf(last)) {
        if (seen.has(next)) continue;
        seen.add(next);
        further.push([...path, next]);
      }
    }
    paths = further;
  }
  return undefined;
};
