import { useSignal } from '@preact/signals';
import type { StageReceipt } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { countText, durationText } from '../text/numbers.ts';

type Part = StageReceipt['parts'][number];

interface RowProps {
  readonly name: string;
  readonly what: Pick<Part, 'attempts' | 'startedAt' | 'ms' | 'error'> & Pick<StageReceipt, 'status'>;
  readonly parts?: string;
  /** How many attempts it takes where none fails. */
  readonly tasks?: number;
  readonly indented?: boolean;
  /** The run ended before it came to this. */
  readonly notReached?: boolean;
}

const Row = ({ name, what, parts = '', tasks = 1, indented = false, notReached = false }: RowProps) => {
  const { status, attempts, startedAt, ms, error } = what;
  return (
    <>
      <tr>
        <th scope="row" class={indented ? 'cell-indented' : undefined}>
          {name}
        </th>
        <td>{notReached ? <span class="hint">not reached</span> : <StatusMark status={status} />}</td>
        <td class="number">{parts}</td>
        <td class={attempts > tasks ? 'number warn' : 'number'}>{attempts}</td>
        <td class="number">{startedAt === undefined ? '–' : <InstantText at={startedAt} />}</td>
        <td class="number">{ms === undefined ? '–' : durationText(ms)}</td>
      </tr>
      {error !== undefined && (
        <tr>
          <td colSpan={6} class="cell-error">
            {error.message} <code>{error.code}</code> {error.remedy}
          </td>
        </tr>
      )}
    </>
  );
};

const partsText = (parts: readonly Part[]): string => {
  const done = parts.filter(({ status }) => status === 'done').length;
  return done === parts.length ? countText(done) : `${countText(done)} of ${countText(parts.length)}`;
};

interface Props {
  readonly stages: readonly StageReceipt[];
  readonly ended: boolean;
  /** The error that stands above already. */
  readonly told: string | undefined;
}

export const StageTable = ({ stages, ended, told }: Props) => {
  const open = useSignal(false);
  const many = stages.some(({ parts }) => parts.length > 1);
  return (
    <>
      <ScrollTable label="Stages">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Status</th>
            <th scope="col" class="number">
              Parts
            </th>
            <th scope="col" class="number">
              Attempts
            </th>
            <th scope="col" class="number">
              Started
            </th>
            <th scope="col" class="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => {
            const shown = open.value && stage.parts.length > 1 ? stage.parts : [];
            const [only] = stage.parts.length === 1 ? stage.parts : [];
            return [
              <Row
                key={stage.stage}
                name={stage.stage}
                what={
                  only?.error === undefined || only.error.message === told
                    ? stage
                    : { ...stage, error: only.error }
                }
                parts={partsText(stage.parts)}
                tasks={stage.parts.length}
                notReached={ended && stage.status === 'waiting'}
              />,
              ...shown.map((part) => (
                <Row
                  key={`${stage.stage} ${part.part}`}
                  name={`part ${part.part + 1}`}
                  what={part}
                  indented
                />
              )),
            ];
          })}
        </tbody>
      </ScrollTable>
      {many && (
        <button
          type="button"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {open.value ? 'Hide the parts' : 'Show each part'}
        </button>
      )}
    </>
  );
};
