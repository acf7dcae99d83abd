import { type ApiError, errorFrom, unreachable } from './api-error.ts';

export type ToError = (error: ApiError) => Error;

export interface TransportOptions {
  /** The server's root, with its last slash; it may have a path, behind a proxy. */
  readonly base: URL;
  readonly token: () => string | undefined;
  /** What the reader can do where no answer comes. */
  readonly unreachableRemedy: string;
  readonly fetch?: typeof fetch;
  /** The caller's own error for a failed request; the ApiError itself by default. */
  readonly toError?: ToError;
}

/** Sends one request; `href` is from the server's root. Rejects unless the answer is a success. */
export type Transport = (href: string, init?: RequestInit) => Promise<Response>;

export const isAbort = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === 'AbortError';

export const createTransport =
  ({
    base,
    token,
    unreachableRemedy,
    fetch: send = fetch,
    toError = (error) => error,
  }: TransportOptions): Transport =>
  async (href, init = {}) => {
    const headers = new Headers(init.headers);
    const bearer = token();
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
    const response = await send(new URL(href.replace(/^\//, ''), base), { ...init, headers }).catch(
      (cause: unknown) => {
        throw isAbort(cause) ? cause : toError(unreachable(cause, unreachableRemedy));
      },
    );
    if (response.ok) return response;
    throw toError(errorFrom(response.status, await response.text()));
  };
