/** Each item with what reading it gives: the next one is read while this one is worked on. */
export async function* readAhead<Item, Read>(
  items: readonly Item[],
  read: (item: Item) => Promise<Read>,
): AsyncGenerator<readonly [Item, Read]> {
  const begin = (item: Item): Promise<Read> => {
    const begun = read(item);
    // Whoever comes to it is told.
    begun.catch(() => undefined);
    return begun;
  };
  let next = items[0] === undefined ? undefined : begin(items[0]);
  for (const [index, item] of items.entries()) {
    const current = await next;
    const following = items[index + 1];
    next = following === undefined ? undefined : begin(following);
    yield [item, current as Read];
  }
}
