import type { RunStatus, StageReceipt } from '@wattline/api';

type Status = RunStatus | StageReceipt['status'];

/** Each status has a shape as well as a colour. */
const glyphs: Readonly<Record<Status, string>> = {
  waiting: 'M3 8h10',
  running: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  sealed: 'M3.5 8.5l3 3 6-7',
  done: 'M3.5 8.5l3 3 6-7',
  superseded: 'M3 5.5l4 4 4-4M3 12.5h10',
  rejected: 'M4.5 4.5l7 7m0-7l-7 7',
  failed: 'M8 3v6m0 3v.5',
  cancelled: 'M4 12l8-8',
};

export const StatusMark = ({ status, quiet = false }: { status: Status; quiet?: boolean }) => (
  <span class={`status status-${status}`}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={glyphs[status]} />
    </svg>
    <span class={quiet ? 'visually-hidden' : undefined}>{status}</span>
  </span>
);
