import { useSignal } from '@preact/signals';
import type { NamedToken } from '@wattline/api';
import { revokeToken } from '../api/access.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';

interface Props {
  readonly token: NamedToken;
  readonly onChange: () => void;
}

export const RevokeToken = ({ token: { id, name }, onChange }: Props) => {
  const isAsking = useSignal(false);
  const close = (): void => {
    isAsking.value = false;
  };
  const revoke = useAction(async () => {
    await revokeToken(id);
    close();
    onChange();
  });
  return (
    <>
      <button
        type="button"
        class="button-bad"
        aria-label={`Revoke ${name}…`}
        onClick={() => {
          isAsking.value = true;
        }}
      >
        Revoke…
      </button>
      {isAsking.value && (
        <Modal title={`Revoke the token ${name}`} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void revoke.act();
            }}
          >
            <p>Requests with this token are refused from now on. It cannot be made valid again.</p>
            {revoke.failure.value !== undefined && <ProblemNote failure={revoke.failure.value} />}
            <div class="form-actions">
              <button type="submit" class="button-bad" disabled={revoke.busy.value}>
                Revoke
              </button>
              <button type="button" class="button-plain" onClick={close}>
                Keep it
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
};
