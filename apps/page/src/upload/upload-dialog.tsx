import { Modal } from '../components/modal.tsx';
import { UploadForm } from './upload-form.tsx';
import { chosenFiles } from './upload-state.ts';

export const UploadDialog = () => {
  const files = chosenFiles.value;
  const [first] = files;
  if (first === undefined) return null;
  const close = (): void => {
    chosenFiles.value = [];
  };
  return (
    <Modal
      title={files.length === 1 ? `Upload ${first.name}` : `Upload ${files.length} files`}
      onClose={close}
      wide
    >
      <UploadForm files={files} first={first} onDone={close} />
    </Modal>
  );
};
