import { join } from 'node:path';
import { type Finding, ingestFile, inspectFile, type Question } from '@wattline/engine/ingest';
import { RejectedError } from '@wattline/errors';
import type { Spec } from '@wattline/spec';

export interface FoundSpec {
  readonly spec: Spec;
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

/** A file whose spec is looked for; `folder` is for what is made on the way. */
export interface SpecSource {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
}

/** What ingest would work by, found out from the whole file; where the file leaves something open, from a look at it. */
export const inferSpec = async ({ path, name, folder }: SpecSource): Promise<FoundSpec> => {
  try {
    const { plan, receipt } = await ingestFile({ path, name, folder });
    const { evidence, questions, warnings } = receipt;
    return { spec: plan.spec, evidence, questions, warnings };
  } catch (error) {
    if (!(error instanceof RejectedError) || error.code !== 'FILE_AMBIGUOUS') throw error;
    const { spec, evidence, questions, warnings } = await inspectFile({
      path,
      name,
      scratch: join(folder, 'look'),
    });
    return { spec, evidence, questions, warnings };
  }
};
