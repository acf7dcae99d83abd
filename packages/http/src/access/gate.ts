import { RequestProblem } from '../http/problem.ts';
import type { AuditLog } from './audit-log.ts';
import { type ConfiguredTokens, findConfigured, hasTokens } from './configured-tokens.ts';
import type { NamedTokens } from './named-tokens.ts';
import { LOCAL_USER, type Principal } from './rights.ts';

export interface Gate {
  /** False for a service that was started without tokens. */
  readonly asksForToken: boolean;
  /** Whose token this `Authorization` header has. Throws RequestProblem if it is unknown. */
  identify(authorization: string | undefined): Promise<Principal>;
  readonly audit: AuditLog;
}

const BEARER = /^Bearer +(\S{1,500})$/i;

const remedy = 'send the header "Authorization: Bearer TOKEN" with a token of this service';

export const createGate = (configured: ConfiguredTokens, named: NamedTokens, audit: AuditLog): Gate => {
  const asksForToken = hasTokens(configured);
  return {
    asksForToken,
    audit,
    identify: async (authorization) => {
      if (!asksForToken) return LOCAL_USER;
      const given = BEARER.exec(authorization ?? '')?.[1];
      if (given === undefined)
        throw new RequestProblem(401, 'TOKEN_MISSING', 'a bearer token is required', { remedy });
      const principal = findConfigured(configured, given) ?? (await named.find(given));
      if (principal === undefined)
        throw new RequestProblem(401, 'TOKEN_WRONG', 'the token is unknown, revoked or expired', { remedy });
      return principal;
    },
  };
};
