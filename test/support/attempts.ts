import { AttemptDocument, type Backend, ledgerKeys, readDocument, type StageName } from '@wattline/worker';

/** The parts of a stage that somebody has begun, each with whether it is done. */
const begunParts = async (
  { stores }: Pick<Backend, 'stores'>,
  run: string,
  stage: StageName,
): Promise<Map<number, { done: boolean }>> => {
  const root = ledgerKeys(run).stageRoot(0, stage);
  const parts = new Map<number, { done: boolean }>();
  for await (const { key } of stores.results.list(root)) {
    const [part, kind] = key.slice(root.length).split('/');
    const known = parts.get(Number(part))?.done ?? false;
    parts.set(Number(part), { done: known || kind === 'done.json' });
  }
  return parts;
};

/** The parts that have an attempt and no record that they are done. */
export const tasksInFlight = async (
  backend: Pick<Backend, 'stores'>,
  run: string,
  stage: StageName,
): Promise<number[]> =>
  [...(await begunParts(backend, run, stage))].filter(([, { done }]) => !done).map(([part]) => part);

/** The attempts at each part of a stage, as the ledger has them. */
export const attemptsOf = async (
  { stores }: Pick<Backend, 'stores'>,
  run: string,
  stage: StageName,
): Promise<Map<number, AttemptDocument[]>> => {
  const root = ledgerKeys(run).stageRoot(0, stage);
  const attempts = new Map<number, AttemptDocument[]>();
  for await (const { key } of stores.results.list(root)) {
    const [partText, kind] = key.slice(root.length).split('/');
    if (kind !== 'attempts' || !key.endsWith('.json')) continue;
    const attempt = await readDocument(stores.results, key, AttemptDocument);
    const part = Number(partText);
    if (attempt !== undefined) attempts.set(part, [...(attempts.get(part) ?? []), attempt]);
  }
  return attempts;
};

/**
 * How often each part of a run was begun, of all stages, without the attempts that were given back because the message
 * had become somebody else's: how many of those there are depends on how busy the machine is.
 */
export const attemptsKept = async ({ stores }: Pick<Backend, 'stores'>, run: string): Promise<number[]> => {
  const { root } = ledgerKeys(run);
  const kept = new Map<string, number>();
  for await (const { key } of stores.results.list(root)) {
    const [, part, kind] = /^(.*)\/(attempts|releases)\/[^/]+\.json$/.exec(key) ?? [];
    if (part !== undefined) kept.set(part, (kept.get(part) ?? 0) + (kind === 'attempts' ? 1 : -1));
  }
  return [...kept.values()];
};
