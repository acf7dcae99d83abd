import type { StoreName } from '@wattline/api';

export const folderUrl = (store: StoreName, prefix: string): string =>
  prefix === '' ? `/stores/${store}` : `/stores/${store}?${new URLSearchParams({ prefix })}`;
