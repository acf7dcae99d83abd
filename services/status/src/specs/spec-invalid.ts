import { RequestProblem } from '@wattline/http';
import type { Problem } from './check-spec.ts';

/** A spec that is refused, with everything that is wrong with it. */
export const specInvalid = (problems: readonly Problem[]): RequestProblem => {
  const [first] = problems;
  return new RequestProblem(422, 'SPEC_INVALID', `the spec cannot be used: ${first?.message ?? ''}`, {
    remedy: [...new Set(problems.map(({ remedy }) => remedy))].join('; '),
    place: { file: 'wattline.yaml', ...(first?.line !== undefined && { line: first.line }) },
    problems: problems.map(({ line, key = '', message }) => ({
      place: line === undefined ? key : `line ${line} ${key}`.trim(),
      message,
    })),
  });
};
