import type { Problem } from '@wattline/api';

/** What went wrong with a request: the API's own words where it answered, ours where nobody did. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

const unanswered = (cause: unknown): Problem => ({
  type: 'about:blank',
  title: 'Not connected',
  status: 0,
  detail: `the service did not answer (${cause instanceof Error ? cause.message : String(cause)})`,
  code: 'NOT_CONNECTED',
  remedy: 'See whether the service runs; this page tries again by itself.',
});

const unreadable = (status: number): Problem => ({
  type: 'about:blank',
  title: `Answer ${status}`,
  status,
  detail: `the answer, ${status}, is none of the service's own`,
  code: 'ANSWER_UNREADABLE',
  remedy: 'See what stands between this page and the service: a proxy, or another program on its port.',
});

export const failureOf = (cause: unknown): RequestFailure =>
  cause instanceof RequestFailure ? cause : new RequestFailure(unanswered(cause), { cause });

export const isAbort = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === 'AbortError';

export const problemFrom = (status: number, text: string): RequestFailure => {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return new RequestFailure(problem);
  } catch {
    // Told below.
  }
  return new RequestFailure(unreadable(status));
};
