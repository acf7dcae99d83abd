import { lastStage } from '@wattline/topology';
import type { DriftSummary, Observe, StageName } from '@wattline/worker';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly observe: Observe;
  readonly contentType: string;
  /** In Prometheus' text format. */
  read(): Promise<string>;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/**
 * How far versions have drifted. Not by dataset and column, of which there is no end: those are in the receipts, and in the
 * event.
 */
const driftMetrics = (registers: Registry[]): ((drift: DriftSummary) => void) => {
  const versions = new Counter({
    name: 'wattline_drifted_versions_total',
    help: 'Versions sealed of which a column has drifted',
    registers,
  });
  const columns = new Gauge({
    name: 'wattline_drifted_columns',
    help: 'Columns that have drifted in the version compared last',
    registers,
  });
  const worst = new Gauge({
    name: 'wattline_worst_drift',
    help: 'Of the worst column of the version compared last, by measure: psi, ks',
    labelNames: ['measure'],
    registers,
  });
  return (drift) => {
    if (drift.drifted > 0) versions.inc();
    columns.set(drift.drifted);
    worst.set({ measure: 'psi' }, drift.worst.psi);
    worst.set({ measure: 'ks' }, drift.worst.ks);
  };
};

/** What one service counts and measures, beside the process's memory, CPU time and event-loop delay. */
export const createMetrics = (stage: StageName, now: () => number = Date.now): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ stage });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const messages = new Counter({
    name: 'wattline_messages_received_total',
    help: 'Messages received, each delivery counted',
    registers,
  });
  const failures = new Counter({
    name: 'wattline_receive_failures_total',
    help: 'Requests for messages that failed',
    registers,
  });
  const inFlight = new Gauge({
    name: 'wattline_messages_in_flight',
    help: 'Messages in flight now',
    registers,
  });
  const wait = new Histogram({
    name: 'wattline_queue_wait_seconds',
    help: 'From a message’s sending to its first delivery',
    buckets: SECONDS,
    registers,
  });
  const parts = new Histogram({
    name: 'wattline_part_seconds',
    help: 'Time taken by a task, by its outcome: done, rejected, skipped, failed, dead-lettered, released',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  const shares = new Histogram({
    name: 'wattline_share_seconds',
    help: 'Time taken by a share of another task, by its outcome: done, skipped, given-up, failed, released',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  const rows = new Counter({
    name: 'wattline_rows_total',
    help: 'Rows of the files read and written, where they are known',
    labelNames: ['direction'],
    registers,
  });
  const bytes = new Counter({
    name: 'wattline_bytes_total',
    help: 'Bytes of the objects read and written',
    labelNames: ['direction'],
    registers,
  });
  const compared = stage === lastStage ? driftMetrics(registers) : undefined;
  const observe: Observe = (news) => {
    switch (news.type) {
      case 'received':
        messages.inc(news.messages.length);
        // Later deliveries have waited for their retry as well.
        for (const { sentAt, receiveCount } of news.messages)
          if (receiveCount === 1) wait.observe(Math.max(0, now() - sentAt.getTime()) / 1_000);
        break;
      case 'receiving-failed':
        failures.inc();
        break;
      case 'in-flight':
        inFlight.set(news.messages);
        break;
      case 'moved':
        rows.inc({ direction: news.direction }, news.rows);
        bytes.inc({ direction: news.direction }, news.bytes);
        break;
      case 'handled':
        parts.observe({ outcome: news.outcome }, news.ms / 1_000);
        break;
      case 'share-handled':
        shares.observe({ outcome: news.outcome }, news.ms / 1_000);
        break;
      case 'compared':
        compared?.(news.drift);
    }
  };
  return {
    observe,
    contentType: registry.contentType,
    read: () => registry.metrics(),
  };
};
