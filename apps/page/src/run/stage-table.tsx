import { useSignal } from '@preact/signals';
import type { StageReceipt } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { InstantText } from '../components/instant.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { countText, durationText } from '../text/numbers.ts';

type Part = StageReceipt['parts'][number];

interface Row extends Pick<Part, 'attempts' | 'startedAt' | 'ms' | 'error'> {
  readonly name: string;
  readonly status: StageReceipt['status'];
  /** How many attempts it takes where none fails. */
  readonly tasks: number;
  /** Of a stage. */
  readonly parts?: string;
  /** The run ended before it came to this. */
  readonly notReached?: boolean;
  readonly stage: string;
}

const columns: readonly Column<Row>[] = [
  {
    head: 'Stage',
    rowHead: true,
    cell: ({ name }) => name,
    class: ({ parts }) => (parts === undefined ? 'cell-indented' : undefined),
  },
  {
    head: 'Status',
    cell: ({ status, notReached }) =>
      notReached ? <span class="hint">not reached</span> : <StatusMark status={status} />,
  },
  { head: 'Parts', number: true, cell: ({ parts }) => parts ?? '' },
  {
    head: 'Attempts',
    number: true,
    cell: ({ attempts }) => attempts,
    class: ({ attempts, tasks }) => (attempts > tasks ? 'warn' : undefined),
  },
  { head: 'Started', number: true, cell: ({ startedAt }) => startedAt && <InstantText at={startedAt} /> },
  { head: 'Took', number: true, cell: ({ ms }) => (ms === undefined ? undefined : durationText(ms)) },
];

const partsText = (parts: readonly Part[]): string => {
  const done = parts.filter(({ status }) => status === 'done').length;
  return done === parts.length ? countText(done) : `${countText(done)} of ${countText(parts.length)}`;
};

interface Props {
  readonly stages: readonly StageReceipt[];
  readonly ended: boolean;
  /** The error that is shown above already. */
  readonly shownAbove: string | undefined;
}

/** A row for the stage, and one for each of its parts where these are shown. */
const stageRows = (
  stage: StageReceipt,
  { open, ended, shownAbove }: { readonly open: boolean } & Pick<Props, 'ended' | 'shownAbove'>,
): Row[] => {
  const [only] = stage.parts.length === 1 ? stage.parts : [];
  const isShown = only?.error === undefined || only.error.message === shownAbove;
  const { status } = stage;
  const whole: Row = {
    ...stage,
    ...(!isShown && { error: only.error }),
    name: stage.stage,
    parts: partsText(stage.parts),
    tasks: stage.parts.length,
    notReached: ended && status === 'waiting',
  };
  const shown = open && stage.parts.length > 1 ? stage.parts : [];
  return [
    whole,
    ...shown.map((part): Row => ({ ...part, name: `part ${part.part + 1}`, stage: stage.stage, tasks: 1 })),
  ];
};

const errorText = ({ error }: Row) =>
  error && (
    <>
      {error.message} <code>{error.code}</code> {error.remedy}
    </>
  );

export const StageTable = ({ stages, ended, shownAbove }: Props) => {
  const open = useSignal(false);
  const many = stages.some(({ parts }) => parts.length > 1);
  return (
    <>
      <DataTable
        label="Stages"
        columns={columns}
        rows={stages.flatMap((stage) => stageRows(stage, { open: open.value, ended, shownAbove }))}
        keyOf={({ stage, name }) => `${stage} ${name}`}
        detail={errorText}
      />
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
