import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STEPS, type Step } from '@wattline/steps';
import type { Recorded } from './recorded.ts';

/**
 * Loaded into each process of a run before all else: what its steps take. The processor time of a moment belongs to the
 * steps that are under way in it and have none under way within; where these are several, each gets the same part of it.
 */
interface Active {
  readonly path: string;
  readonly within: Active | undefined;
  /** How many of its own steps are under way. */
  inner: number;
}

interface Taken {
  cpuMs: number;
  wallMs: number;
}

const folder = new URL(import.meta.url).searchParams.get('folder');
const current = new AsyncLocalStorage<Active | undefined>();
const active = new Set<Active>();
const taken = new Map<string, Taken>();

const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
let cpuMs = cpuNow();
let atMs = performance.now();

const account = (): void => {
  const [cpu, at] = [cpuNow(), performance.now()];
  const leaves = [...active].filter(({ inner }) => inner === 0);
  for (const path of new Set(leaves.map((leaf) => leaf.path))) {
    const own = taken.get(path) ?? { cpuMs: 0, wallMs: 0 };
    taken.set(path, own);
    own.wallMs += at - atMs;
    own.cpuMs += ((cpu - cpuMs) * leaves.filter((leaf) => leaf.path === path).length) / leaves.length;
  }
  [cpuMs, atMs] = [cpu, at];
};

const begun = new WeakMap<Step, Active>();

const steps = tracingChannel<string, Step>(STEPS);
// Typed as if what is bound were what is published.
const bind = steps.start.bindStore.bind(steps.start) as unknown as (
  store: AsyncLocalStorage<Active | undefined>,
  transform: (step: Step) => Active,
) => void;
bind(current, (step) => {
  account();
  const within = current.getStore();
  const own: Active = {
    path: within === undefined ? step.name : `${within.path} › ${step.name}`,
    within,
    inner: 0,
  };
  begun.set(step, own);
  active.add(own);
  if (within !== undefined) within.inner += 1;
  return own;
});
const end = (step: Step): void => {
  const own = begun.get(step);
  if (own === undefined || !active.has(own)) return;
  account();
  active.delete(own);
  if (own.within !== undefined) own.within.inner -= 1;
};
steps.subscribe({ start: () => {}, end: () => {}, asyncStart: end, asyncEnd: () => {}, error: end });

process.once('exit', () => {
  account();
  const found: Recorded = {
    process: process.argv[1] ?? '',
    cpuMs: cpuNow(),
    wallMs: performance.now(),
    steps: [...taken].map(([path, { cpuMs: cpu, wallMs: wall }]) => ({ path, cpuMs: cpu, wallMs: wall })),
  };
  if (folder !== null) writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(found));
});
