import type { AuditPage, Right, TokenCreated, TokenList } from '@wattline/api';
import { api } from './client.ts';

export const getChanges = (cursor: string | undefined, signal?: AbortSignal): Promise<AuditPage> =>
  api.getChanges({ query: { cursor } }, { signal });

export const getTokens = (signal?: AbortSignal): Promise<TokenList> => api.getTokens({}, { signal });

export const createToken = (wanted: {
  readonly name: string;
  readonly right: Right;
  readonly days: number | undefined;
}): Promise<TokenCreated> => api.createToken({ body: wanted });

export const revokeToken = async (token: string): Promise<void> => {
  await api.revokeToken({ params: { token } });
};
