import type { Backend } from '@wattline/worker';

interface Claim {
  readonly by: 'task' | 'worker';
  readonly worker: string;
}

/** Who took up the shares of a run's work. */
export const shareClaims = async ({ stores }: Pick<Backend, 'stores'>, run: string): Promise<Claim[]> => {
  const claims: Claim[] = [];
  for await (const { key } of stores.features.list(`work/${run}/`)) {
    if (!key.endsWith('/claim.json')) continue;
    const found = await stores.features.get(key);
    if (found !== undefined) claims.push(JSON.parse(Buffer.from(found.body).toString()) as Claim);
  }
  return claims;
};
