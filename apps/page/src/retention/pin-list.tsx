import type { Retention } from '@wattline/api';
import { unpinVersion } from '../api/retention.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { mayWrite } from '../session/about.ts';

interface Props {
  readonly dataset: string;
  readonly pinned: Retention['pinned'];
  readonly onChange: () => void;
}

export const PinList = ({ dataset, pinned, onChange }: Props) => {
  const unpin = useAction(async (version: string) => {
    await unpinVersion(dataset, version);
    onChange();
  });
  if (pinned.length === 0) return null;
  return (
    <>
      <ul aria-label="Pinned versions">
        {pinned.map(({ version, name }) => (
          <li key={version}>
            <a href={`/explore/${encodeURIComponent(dataset)}/${version}`}>
              <code>{version}</code>
            </a>{' '}
            {name}{' '}
            {mayWrite() && (
              <button
                type="button"
                class="button-plain"
                aria-label={`Unpin ${version}`}
                disabled={unpin.busy.value}
                onClick={() => void unpin.act(version)}
              >
                Unpin
              </button>
            )}
          </li>
        ))}
      </ul>
      {unpin.failure.value !== undefined && <ProblemNote failure={unpin.failure.value} />}
    </>
  );
};
