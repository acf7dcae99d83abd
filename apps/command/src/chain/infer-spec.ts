import { join } from 'node:path';
import type { DatasetSoFar } from '@wattline/engine/further-file';
import { type Finding, ingestFile, inspectFile, type Question } from '@wattline/engine/ingest';
import { RejectedError } from '@wattline/errors';
import { parseSpec, Spec } from '@wattline/spec';

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
  /** The dataset's own spec, and what its uploads so far say, where the file is to join one. */
  readonly specText?: string | undefined;
  readonly soFar?: DatasetSoFar | undefined;
}

const readBy = ({ specText, soFar }: SpecSource) => ({
  ...(specText === undefined
    ? { spec: soFar?.found && Spec.parse(soFar.found), specSource: 'inferred' as const }
    : { spec: parseSpec(specText, { file: 'wattline.yaml' }) }),
  knownColumns: soFar?.knownColumns,
});

/** What ingest would work by, found out from the whole file; where the file leaves something open, from a look at it. */
export const inferSpec = async (source: SpecSource): Promise<FoundSpec> => {
  const { path, name, folder } = source;
  const by = readBy(source);
  try {
    const { plan, receipt } = await ingestFile({ path, name, folder, ...by });
    const { evidence, questions, warnings } = receipt;
    return { spec: plan.spec, evidence, questions, warnings };
  } catch (error) {
    if (!(error instanceof RejectedError) || error.code !== 'FILE_AMBIGUOUS') throw error;
    const { spec, evidence, questions, warnings } = await inspectFile({
      path,
      name,
      scratch: join(folder, 'look'),
      ...by,
    });
    return { spec, evidence, questions, warnings };
  }
};
