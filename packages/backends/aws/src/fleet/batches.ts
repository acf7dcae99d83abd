/** Cuts a list into pieces: ECS describes only so many at once. */
export const batches = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** All pages of a list of names. */
export const collectNames = async <Page>(
  pages: AsyncIterable<Page>,
  namesOf: (page: Page) => readonly string[] | undefined,
): Promise<string[]> => {
  const names: string[] = [];
  for await (const page of pages) names.push(...(namesOf(page) ?? []));
  return names;
};
