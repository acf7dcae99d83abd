import { useSignal } from '@preact/signals';
import type { ApiError } from '@wattline/api';
import type { ComponentChildren } from 'preact';
import { request } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import { token } from '../session/token.ts';
import { fileName } from '../text/names.ts';
import { ProblemNote } from './problem-note.tsx';
import { saveFile } from './save-file.ts';

interface Props {
  readonly href: string;
  /** What it is saved as. */
  readonly name: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A link to a file of the API. A token cannot go with an ordinary link, so with one the page fetches it itself. */
export const DownloadLink = ({ href, name, class: className, children }: Props) => {
  const failure = useSignal<ApiError | undefined>(undefined);
  const busy = useSignal(false);
  const fetchFirst = async (event: Event): Promise<void> => {
    if (token.value === undefined) return;
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    failure.value = undefined;
    try {
      saveFile(await (await request(href)).blob(), name);
    } catch (cause) {
      failure.value = failureOf(cause);
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <a class={className} href={href} download={fileName(name)} onClick={fetchFirst} aria-busy={busy.value}>
        {children}
      </a>
      {failure.value !== undefined && <ProblemNote failure={failure.value} />}
    </>
  );
};
