import type { Categorized } from '@wattline/errors';

/** One thing wrong with a spec, and what to do about it. */
export interface SpecProblem {
  /** 1-based, as editors count. */
  readonly line: number;
  readonly column?: number;
  /** Where in the document, as code would write it: `lags.by[2]`; empty for the document itself. */
  readonly key: string;
  readonly message: string;
  readonly remedy: string;
}

export type SpecErrorCode = 'SPEC_NOT_YAML' | 'SPEC_INVALID' | 'SPEC_PRESET_UNKNOWN';

const problemText = (file: string, problem: SpecProblem): string =>
  `${file}:${problem.line} ${problem.key === '' ? '' : `${problem.key}: `}${problem.message}`;

/** A spec that cannot be used; its message names every problem, one per line. */
export class SpecError extends Error implements Categorized {
  override readonly name = 'SpecError';
  readonly category = 'rejected';
  readonly code: SpecErrorCode;
  readonly problems: readonly SpecProblem[];
  /** Where the first problem is. */
  readonly place: { readonly file: string; readonly line?: number };
  readonly remedy: string;

  constructor(code: SpecErrorCode, file: string, problems: readonly SpecProblem[]) {
    super(problems.map((problem) => problemText(file, problem)).join('\n'));
    this.code = code;
    this.problems = problems;
    const line = problems[0]?.line;
    this.place = line === undefined ? { file } : { file, line };
    this.remedy = [...new Set(problems.map((problem) => problem.remedy))].join('; ');
  }
}
