/** What a request may do; each right includes those before it. */
export const rights = ['read', 'write', 'admin'] as const;
export type Right = (typeof rights)[number];

export const includes = (has: Right, needs: Right): boolean => rights.indexOf(has) >= rights.indexOf(needs);

/** Who makes a request. */
export interface Principal {
  readonly name: string;
  readonly right: Right;
}

/** Of a service without tokens: only this machine reaches it. */
export const LOCAL_USER: Principal = { name: 'local user', right: 'admin' };
