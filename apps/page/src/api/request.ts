import { askForToken, token } from '../session/token.ts';
import { failureOf, isAbort, problemFrom } from './failure.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal;
}

export const API = '/api/v1';

export const tokenHeader = (): Record<string, string> =>
  token.value === undefined ? {} : { authorization: `Bearer ${token.value}` };

/** One request; rejects with a `RequestFailure`, or with an AbortError. */
export const request = async (path: string, options: RequestOptions = {}): Promise<Response> => {
  const response = await fetch(path, {
    ...options,
    headers: { ...options.headers, ...tokenHeader() },
  }).catch((cause: unknown) => {
    throw isAbort(cause) ? cause : failureOf(cause);
  });
  if (response.ok) return response;
  const failure = problemFrom(response.status, await response.text());
  if (response.status === 401) askForToken(token.value !== undefined);
  throw failure;
};

export const getJson = async <T>(path: string, signal?: AbortSignal): Promise<T> => {
  const response = await request(`${API}${path}`, signal === undefined ? {} : { signal });
  return (await response.json()) as T;
};

export const sendJson = async <T>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<T> => {
  const response = await request(`${API}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
};

type QueryValue = string | number | undefined | readonly string[];

/** `?a=1&b=2`, without what is not given. */
export const query = (values: Record<string, QueryValue>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, one);
    else search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};

/** One segment of a path. */
export const segment = (text: string): string => encodeURIComponent(text);
