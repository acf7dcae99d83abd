/** Below the server's root; every operation's path goes behind it. */
export const API_ROOT = '/api/v1';

type QueryValue = string | number | undefined | readonly string[];

/** One segment of a path. */
const segment = (text: string): string => encodeURIComponent(text);

const withParams = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : segment(value);
  });

/** `?a=1&b=2`; values that are undefined or empty are left out. */
const queryText = (values: Readonly<Record<string, QueryValue>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    for (const one of [value].flat()) search.append(name, String(one));
  }
  return search.size === 0 ? '' : `?${search}`;
};

/** An operation's address from the server's root: `/api/v1/runs/0f3a?limit=5`. */
export const addressOf = (
  path: string,
  {
    params = {},
    query = {},
  }: {
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, QueryValue>>;
  } = {},
): string => `${API_ROOT}${withParams(path, params)}${queryText(query)}`;
