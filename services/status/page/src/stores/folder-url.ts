import type { StoreName } from '../../../src/api/schemas/index.ts';

export const folderUrl = (store: StoreName, prefix: string): string =>
  prefix === '' ? `/stores/${store}` : `/stores/${store}?${new URLSearchParams({ prefix })}`;
