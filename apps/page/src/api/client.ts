import { createClient, createTransport } from '@wattline/api';
import { askForToken, token } from '../session/token.ts';

/** A refused token makes the page ask for one. */
const fetchAskingForToken: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  if (response.status === 401) askForToken(token.value !== undefined);
  return response;
};

/** Requests to the service that handed out this page; `href` is from its root. */
export const request = createTransport({
  base: new URL('/', location.href),
  token: () => token.value,
  unreachableRemedy: 'See whether the service runs; this page tries again by itself.',
  fetch: fetchAskingForToken,
});

export const api = createClient(request);
