import { Plan } from '@wattline/engine/plan';
import { formatSpec, presetText } from '@wattline/spec';
import { readReceipt, type Stores, specKey } from '@wattline/worker';
import { z } from 'zod';
import type { Problem } from './check-spec.ts';
import type { SpecChecker } from './spec-checker.ts';

/** A dataset's spec, and where it comes from. */
export interface CurrentSpec {
  readonly text: string;
  readonly source: 'file' | 'run' | 'preset';
  /** Changes with the text. Only of a file. */
  readonly etag?: string | undefined;
  readonly problems: Problem[];
}

const Ingested = z.object({ plan: Plan });

/** What a run worked by; undefined where it did not come so far. */
const specOfRun = async (stores: Stores, run: string): Promise<string | undefined> => {
  const receipt = await readReceipt(stores, run);
  const ingested = Ingested.safeParse(receipt?.ingested);
  return ingested.success ? formatSpec(ingested.data.plan.spec) : undefined;
};

/** A dataset's spec: the file beside its uploads, else what its newest run worked by, else a preset to begin with. */
export const currentSpec = async (
  { stores, specs }: { readonly stores: Stores; readonly specs: SpecChecker },
  dataset: string,
  newestRun: string | undefined,
): Promise<CurrentSpec> => {
  const found = await stores.staging.get(specKey(dataset));
  if (found !== undefined) {
    const text = new TextDecoder().decode(found.body);
    return { text, source: 'file', etag: found.info.etag, problems: [...(await specs.problems(text))] };
  }
  const text = newestRun === undefined ? undefined : await specOfRun(stores, newestRun);
  return text === undefined
    ? { text: presetText('power-consumption'), source: 'preset', problems: [] }
    : { text, source: 'run', problems: [] };
};
