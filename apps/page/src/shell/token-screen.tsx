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
        <h1>Wattline needs a token</h1>
        <p>
          This service asks for a token. Paste one: with a read token you see everything, with a write token
          you can upload and replay as well. It is kept in this tab only.
        </p>
        {refused && (
          <p class="note note-bad" role="alert">
            The token was refused: it is unknown, revoked or expired. Ask an admin of this service for another
            one.
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
