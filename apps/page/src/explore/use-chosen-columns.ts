import { useLocation } from 'preact-iso';

/** Which columns are drawn; they are in the page's address, so that a view can be shared. */
export const useChosenColumns = (
  known: readonly string[],
  usual: readonly string[],
  most: number,
): { chosen: readonly string[]; toggle: (column: string) => void } => {
  const { url, route } = useLocation();
  const address = new URL(url, location.origin);
  const named = address.searchParams.getAll('column').filter((column) => known.includes(column));
  const chosen = (named.length > 0 ? named : usual).slice(0, most);
  const toggle = (column: string): void => {
    const next = chosen.includes(column) ? chosen.filter((one) => one !== column) : [...chosen, column];
    if (next.length === 0 || next.length > most) return;
    address.searchParams.delete('column');
    for (const one of next) address.searchParams.append('column', one);
    route(address.pathname + address.search, true);
  };
  return { chosen, toggle };
};
