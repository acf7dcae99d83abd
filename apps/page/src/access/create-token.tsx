import { useSignal } from '@preact/signals';
import { Right, type TokenCreated } from '@wattline/api';
import { createToken } from '../api/access.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';

const MADE_FOR = 'never';
const validities = [
  [MADE_FOR, 'until it is revoked'],
  ['30', 'for 30 days'],
  ['90', 'for 90 days'],
  ['365', 'for a year'],
] as const;

/** The form that makes a token, and the token, which is shown this once. */
export const CreateToken = ({ onChange }: { onChange: () => void }) => {
  const name = useSignal('');
  const right = useSignal<Right>('read');
  const days = useSignal<string>(MADE_FOR);
  const made = useSignal<TokenCreated | undefined>(undefined);
  const create = useAction(async () => {
    made.value = await createToken({
      name: name.value.trim(),
      right: right.value,
      days: days.value === MADE_FOR ? undefined : Number(days.value),
    });
    name.value = '';
    onChange();
  });
  return (
    <>
      <form
        class="token-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create.act();
        }}
      >
        <label>
          <span>For whom</span>
          <input
            autocomplete="off"
            required
            maxLength={100}
            placeholder="nightly upload"
            value={name.value}
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value;
            }}
          />
        </label>
        <label>
          <span>Right</span>
          <select
            value={right.value}
            onChange={({ currentTarget }) => {
              right.value = Right.options.find((one) => one === currentTarget.value) ?? 'read';
            }}
          >
            {Right.options.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Valid</span>
          <select
            value={days.value}
            onChange={({ currentTarget }) => {
              days.value = currentTarget.value;
            }}
          >
            {validities.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={create.busy.value}>
          Make token
        </button>
      </form>
      {create.failure.value !== undefined && <ProblemNote failure={create.failure.value} />}
      {made.value !== undefined && (
        <div class="note" role="status">
          <p class="note-title">The token of {made.value.named.name}. Copy it now: it is not shown again.</p>
          <p>
            <code>{made.value.token}</code>
          </p>
        </div>
      )}
    </>
  );
};
