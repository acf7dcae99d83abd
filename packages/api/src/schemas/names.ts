import { firstStage, queueNames, stageNames } from '@wattline/topology/stage-graph';
import { z } from 'zod';

export { firstStage };

export const StageName = z.enum(stageNames).meta({ id: 'StageName' });
export type StageName = z.infer<typeof StageName>;

export const StoreName = z.enum(['staging', 'features', 'models', 'results']).meta({ id: 'StoreName' });
export type StoreName = z.infer<typeof StoreName>;

export const QueueName = z.enum(queueNames).meta({ id: 'QueueName' });
export type QueueName = z.infer<typeof QueueName>;

export const RunStatus = z
  .enum(['waiting', 'running', 'sealed', 'superseded', 'rejected', 'failed', 'cancelled'])
  .meta({ id: 'RunStatus' });
export type RunStatus = z.infer<typeof RunStatus>;

export const Instant = z.iso.datetime().meta({ example: '2026-03-01T12:00:00.000Z' });

/** Opaque: comes from one page and asks for the next. */
export const Cursor = z.string().max(500);
