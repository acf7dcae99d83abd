import { lastStage, StageName, stageGraph, stageNames } from '@wattline/topology';
import { z } from 'zod';
import { DriftSummary } from './drift.ts';

/** Which piece of which run a message is about. Data stays in the stores. */
export const Task = z.object({
  run: z.string().min(1),
  dataset: z.string().min(1),
  /** 0 for the first time; each replay of the run counts up. */
  replay: z.int().nonnegative(),
  part: z.int().nonnegative(),
  parts: z.int().positive(),
});
export type Task = z.infer<typeof Task>;

type DoneEventType = (typeof stageGraph)[StageName]['done'];

const doneEventTypes = stageNames.map((stage): DoneEventType => stageGraph[stage].done);

export const EventType = z.enum([
  'wattline.upload.received',
  'wattline.deletion.received',
  ...doneEventTypes,
  'wattline.run.rejected',
  'wattline.run.failed',
  'wattline.run.cancelled',
  'wattline.run.superseded',
  'wattline.replay.requested',
  'wattline.version.restored',
  'wattline.version.drifted',
]);
export type EventType = z.infer<typeof EventType>;

/** CloudEvents 1.0, JSON format: every message between the stages, and every word to those who watch. */
export const WattlineEvent = z.object({
  specversion: z.literal('1.0'),
  /** The same fact has the same id however often it is sent. */
  id: z.string().min(1),
  source: z.string().min(1),
  type: EventType,
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: Task.extend({
    stage: StageName,
    version: z.string().optional(),
    /** The run whose version has what this one brought. */
    by: z.string().optional(),
    /** How far the version is from what it was compared with. */
    drift: DriftSummary.optional(),
    error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).optional(),
  }),
});
export type WattlineEvent = z.infer<typeof WattlineEvent>;

/** The event that is published when a stage has done a task. */
export const doneEvent = (stage: StageName): EventType => stageGraph[stage].done;

/** Whether a stage has done a task: the event says no more than that. */
export const isFinished = (type: EventType): boolean => doneEventTypes.some((done) => done === type);

const ends: ReadonlySet<EventType> = new Set([
  stageGraph[lastStage].done,
  'wattline.run.rejected',
  'wattline.run.failed',
  'wattline.run.cancelled',
  'wattline.run.superseded',
]);

/** A run that has come to its end, good or bad, unless somebody starts it again. */
export const isEnd = (type: EventType): boolean => ends.has(type);

export const stageEvent = (
  type: EventType,
  data: WattlineEvent['data'],
  at: Date = new Date(),
): WattlineEvent => ({
  specversion: '1.0',
  id: `${data.run}/${data.replay}/${data.stage}/${data.part}/${type}`,
  source: `/wattline/${data.stage}`,
  type,
  subject: data.run,
  time: at.toISOString(),
  datacontenttype: 'application/json',
  data,
});
