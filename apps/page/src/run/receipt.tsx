import type { RunReceipt } from '@wattline/api';
import { Panel } from '../components/panel.tsx';
import { isGoingOn } from '../runs/is-going-on.ts';
import { InputsAndOutputs } from './inputs-and-outputs.tsx';
import { Logs } from './logs.tsx';
import { Quarantine } from './quarantine.tsx';
import { RunErrorNote } from './run-error.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunRows } from './run-rows.tsx';
import { SpecOfRun } from './spec-of-run.tsx';
import { StageTable } from './stage-table.tsx';
import { Timeline } from './timeline.tsx';

export const Receipt = ({ receipt }: { receipt: RunReceipt }) => (
  <>
    <RunFacts receipt={receipt} />
    {receipt.error !== undefined && <RunErrorNote error={receipt.error} />}
    <RunRows receipt={receipt} />
    <Panel title="Timeline">
      <Timeline receipt={receipt} />
      <StageTable
        stages={receipt.stages}
        ended={!isGoingOn(receipt.status)}
        shownAbove={receipt.error?.message}
      />
    </Panel>
    {receipt.ingested !== undefined && receipt.ingested.rows.refused > 0 && (
      <Quarantine run={receipt.run} replay={receipt.replay} reasons={receipt.ingested.reasons} />
    )}
    <InputsAndOutputs receipt={receipt} />
    {receipt.ingested !== undefined && <SpecOfRun ingested={receipt.ingested} />}
    <Logs run={receipt.run} status={receipt.status} replay={receipt.replay} />
  </>
);
