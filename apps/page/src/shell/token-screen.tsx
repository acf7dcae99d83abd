import { useSignal } from '@preact/signals';
import { takeToken, tokenWanted } from '../session/token.ts';

export const TokenScreen = () => {
  const text = useSignal('');
  const refused = tokenWanted.value === 'refused';
  return (
    <main class="token-screen">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== '') takeToken(text.value.trim());
        }}
      >
        <h1>Wattline wants a token</h1>
        <p>
          This service was started with tokens. Paste the read token to look, or the write token to upload and
          replay as well. It is kept in this tab only.
        </p>
        {refused && (
          <p class="note note-bad" role="alert">
            The token was refused. See WATTLINE_READ_TOKEN and WATTLINE_WRITE_TOKEN where the service is
            configured.
          </p>
        )}
        <label for="token">Token</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          required
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
          }}
        />
        <button type="submit" class="button-main">
          Open
        </button>
      </form>
    </main>
  );
};
