import { Problem } from '../schemas/index.ts';

/** A request that failed, as the server describes it; with status 0 where no answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

const problemOf = (problem: Omit<Problem, 'type'>): Problem => ({ type: 'about:blank', ...problem });

export const unreachable = (cause: unknown, remedy: string): ApiError => {
  // fetch says only "fetch failed"; the reason is its cause.
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new ApiError(
    problemOf({
      title: 'Not connected',
      status: 0,
      detail: `no answer from the server: ${reason instanceof Error ? reason.message : String(reason)}`,
      code: 'SERVER_UNREACHABLE',
      remedy,
    }),
    { cause },
  );
};

/** An answer that is not Wattline's, or of another release. */
export const unexpectedResponse = (status: number, cause?: unknown): ApiError =>
  new ApiError(
    problemOf({
      title: 'Unexpected response',
      status,
      detail: `the server answered ${status} with content that this client cannot read`,
      code: 'UNEXPECTED_RESPONSE',
      remedy:
        'check that the address is a Wattline server of the same release, and that no proxy answers in its place',
    }),
    { cause },
  );

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The error that the text of a failed answer describes. */
export const errorFrom = (status: number, text: string): ApiError => {
  const problem = Problem.safeParse(parseJson(text));
  return problem.success ? new ApiError(problem.data) : unexpectedResponse(status, problem.error);
};
