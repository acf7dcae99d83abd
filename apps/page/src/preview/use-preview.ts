import type { ApiError, Preview } from '@wattline/api';
import { useRef } from 'preact/hooks';
import { useResource } from '../live/use-resource.ts';

export interface PreviewState {
  /** The newest that there is: it stays while the next is made. */
  readonly preview: Preview | undefined;
  /** It is the answer to what is asked now. */
  readonly current: boolean;
  readonly failure: ApiError | undefined;
  readonly reload: () => void;
}

/** Reads a preview for each question; the one before stays on the page meanwhile. */
export const usePreview = (
  question: string,
  read: (signal: AbortSignal) => Promise<Preview>,
): PreviewState => {
  const resource = useResource(`preview ${question}`, read);
  const last = useRef<Preview | undefined>(undefined);
  if (resource.value !== undefined) last.current = resource.value;
  const current = resource.value !== undefined && !resource.loading;
  return { preview: last.current, current, failure: resource.failure, reload: resource.reload };
};
