import type { ComponentChildren } from 'preact';
import type { Resource } from '../live/use-resource.ts';
import { ProblemNote } from './problem-note.tsx';

interface Props<T> {
  readonly resource: Resource<T>;
  /** What is being read, for the words while it is. */
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}

/** What was read; while it is not there, that it is on its way or what went wrong. */
export const ResourceView = <T,>({ resource: { value, failure, reload }, what, children }: Props<T>) => (
  <>
    {failure !== undefined && <ProblemNote failure={failure} retry={reload} />}
    {value !== undefined && children(value)}
    {value === undefined && failure === undefined && (
      <p class="loading" role="status">
        Reading {what}…
      </p>
    )}
  </>
);
