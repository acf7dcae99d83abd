import { useSignal } from '@preact/signals';
import type { RunLogs, RunStatus, StageName } from '@wattline/api';
import { getLogs } from '../api/runs.ts';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { stages } from '../text/names.ts';
import { instantText } from '../text/times.ts';

interface Props {
  readonly run: string;
  readonly status: RunStatus;
  readonly replay: number;
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

const fieldsText = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');

const LogLines = ({ lines }: Pick<RunLogs, 'lines'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section class="log" aria-label="Log lines" tabIndex={0}>
    <ol>
      {lines.map(({ at, level, stage, part, message, fields }, i) => (
        <li key={`${at} ${stage} ${i}`} class={`log-${level}`}>
          <time dateTime={at}>{instantText(at)}</time> <span class="log-level">{level}</span>{' '}
          <span class="log-stage">
            {stage}
            {part > 0 && ` ${part + 1}`}
          </span>{' '}
          {message} <span class="log-fields">{fieldsText(fields)}</span>
        </li>
      ))}
    </ol>
  </section>
);

export const Logs = ({ run, status, replay }: Props) => {
  const stage = useSignal<StageName | undefined>(undefined);
  const level = useSignal<string>('info');
  const logs = useResource(`logs ${run} ${status} ${replay} ${stage.value} ${level.value}`, (signal) =>
    getLogs(run, { stage: stage.value, level: level.value }, signal),
  );
  return (
    <Panel
      title="Logs"
      actions={
        <div class="filters-inline">
          <label>
            <span>Stage</span>
            <select
              value={stage.value ?? ''}
              onChange={({ currentTarget }) => {
                stage.value = stages.find((one) => one === currentTarget.value);
              }}
            >
              <option value="">all</option>
              {stages.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>From level</span>
            <select
              value={level.value}
              onChange={({ currentTarget }) => {
                level.value = currentTarget.value;
              }}
            >
              {levels.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        </div>
      }
    >
      <ResourceView resource={logs} what="logs">
        {({ lines, truncated }) => (
          <>
            {lines.length === 0 ? (
              <p class="hint">No lines. They are written when an attempt ends.</p>
            ) : (
              <LogLines lines={lines} />
            )}
            {truncated && <p class="hint">There is more than is shown. Choose a stage or a higher level.</p>}
          </>
        )}
      </ResourceView>
    </Panel>
  );
};
