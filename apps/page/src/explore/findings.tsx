import { useSignal } from '@preact/signals';
import type { Profile } from '@wattline/engine/profile';

const FIRST = 6;

/** What the profile found, in words. */
export const Findings = ({ findings }: Pick<Profile, 'findings'>) => {
  const all = useSignal(false);
  if (findings.length === 0) return <p class="hint">Nothing stands out.</p>;
  const shown = all.value ? findings : findings.slice(0, FIRST);
  return (
    <>
      <ol class="findings">
        {shown.map(({ code, text }) => (
          <li key={text}>
            <span class="finding-code">{code.toLowerCase().replaceAll('_', ' ')}</span> {text}
          </li>
        ))}
      </ol>
      {findings.length > FIRST && (
        <button
          type="button"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? 'Fewer' : `All ${findings.length}`}
        </button>
      )}
    </>
  );
};
