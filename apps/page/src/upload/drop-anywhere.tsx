import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { mayWrite } from '../session/about.ts';
import { chooseFiles } from './upload-state.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files dropped anywhere, and shows that it would while they are dragged over the page. */
export const DropAnywhere = () => {
  const over = useSignal(false);
  useEffect(() => {
    const leave = new AbortController();
    const { signal } = leave;
    const onDrag = (event: DragEvent): void => {
      // Else the browser opens the file in place of the page.
      if (carriesFiles(event)) event.preventDefault();
      over.value = carriesFiles(event) && mayWrite();
    };
    document.addEventListener('dragenter', onDrag, { signal });
    document.addEventListener('dragover', onDrag, { signal });
    document.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (relatedTarget === null) over.value = false;
      },
      { signal },
    );
    document.addEventListener(
      'drop',
      (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        over.value = false;
        if (mayWrite()) chooseFiles(event.dataTransfer?.files ?? []);
      },
      { signal },
    );
    return () => leave.abort();
  }, [over]);
  return over.value ? (
    <div class="drop-cover" aria-hidden="true">
      <p>Drop to upload</p>
    </div>
  ) : null;
};
