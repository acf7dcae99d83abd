import { signal } from '@preact/signals';

const KEY = 'wattline.token';

/** From `#token=…`, which never reaches a server's log, or the one this tab was given before. */
const firstToken = (): string | undefined => {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null && given !== '') {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
    return given;
  }
  return sessionStorage.getItem(KEY) ?? undefined;
};

export const token = signal<string | undefined>(firstToken());

/** Set while the service refuses what we send: whether a token was refused, or none was there. */
export const tokenWanted = signal<'missing' | 'refused' | undefined>(undefined);

export const askForToken = (refused: boolean): void => {
  tokenWanted.value = refused ? 'refused' : 'missing';
};

export const takeToken = (text: string): void => {
  sessionStorage.setItem(KEY, text);
  token.value = text;
  tokenWanted.value = undefined;
};
