import { z } from 'zod';
import * as schemas from '../schemas/index.ts';
import * as queries from './queries.ts';

const operation = <const Shape extends Operation>(shape: Shape): Shape => shape;

/** One thing that the API does. A path's `{name}` is a parameter; without `answer` there is no content. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
}

const DATASET = '/datasets/{dataset}';
const VERSION = '/datasets/{dataset}/versions/{version}';

/** Every operation of the API that answers JSON, by name; paths are below `/api/v1`. */
export const operations = {
  getAbout: operation({ method: 'GET', path: '/about', answer: schemas.About }),
  getPipeline: operation({ method: 'GET', path: '/pipeline', answer: schemas.Pipeline }),
  getFleet: operation({ method: 'GET', path: '/fleet', answer: schemas.FleetView }),

  getRuns: operation({ method: 'GET', path: '/runs', query: queries.RunQuery, answer: schemas.RunPage }),
  getRun: operation({ method: 'GET', path: '/runs/{run}', answer: schemas.RunReceipt }),
  replayRun: operation({
    method: 'POST',
    path: '/runs/{run}/replays',
    body: schemas.ReplayRequest,
    answer: schemas.ReplayAccepted,
  }),
  previewRun: operation({
    method: 'POST',
    path: '/runs/{run}/previews',
    body: schemas.PreviewRequest,
    answer: schemas.Preview,
  }),
  cancelRun: operation({ method: 'POST', path: '/runs/{run}/cancellation', answer: schemas.RunSummary }),
  getQuarantine: operation({
    method: 'GET',
    path: '/runs/{run}/quarantine',
    query: queries.OffsetQuery,
    answer: schemas.QuarantinePage,
  }),
  getLogs: operation({
    method: 'GET',
    path: '/runs/{run}/logs',
    query: queries.LogQuery,
    answer: schemas.RunLogs,
  }),

  getStores: operation({ method: 'GET', path: '/stores', answer: schemas.StoreList }),
  getObjects: operation({
    method: 'GET',
    path: '/stores/{store}/objects',
    query: queries.ObjectQuery,
    answer: schemas.ObjectPage,
  }),

  getDatasets: operation({ method: 'GET', path: '/datasets', answer: schemas.DatasetList }),
  getDataset: operation({
    method: 'GET',
    path: DATASET,
    query: queries.PageQuery,
    answer: schemas.DatasetDetail,
  }),
  getDifference: operation({
    method: 'GET',
    path: `${DATASET}/differences`,
    query: queries.DifferenceQuery,
    answer: schemas.VersionDifference,
  }),
  getRowChanges: operation({
    method: 'GET',
    path: `${DATASET}/differences/changes`,
    query: queries.ChangeQuery,
    answer: schemas.ChangePage,
  }),
  getHistory: operation({
    method: 'GET',
    path: `${DATASET}/history`,
    query: queries.PageQuery,
    answer: schemas.HistoryPage,
  }),
  /** Makes an older version the latest. */
  restoreVersion: operation({ method: 'POST', path: `${VERSION}/restoration`, answer: schemas.Restored }),
  getRetention: operation({ method: 'GET', path: `${DATASET}/retention`, answer: schemas.Retention }),
  sweepDataset: operation({ method: 'POST', path: `${DATASET}/sweeps`, answer: schemas.SweepResult }),
  pinVersion: operation({
    method: 'PUT',
    path: `${VERSION}/pin`,
    body: schemas.PinDraft,
    answer: schemas.PinChange,
  }),
  unpinVersion: operation({ method: 'DELETE', path: `${VERSION}/pin`, answer: schemas.PinChange }),
  deleteReadings: operation({
    method: 'POST',
    path: `${DATASET}/deletions`,
    body: schemas.DeletionDraft,
    answer: schemas.DeletionAccepted,
  }),
  /** What it would take out. */
  previewDeletion: operation({
    method: 'POST',
    path: `${DATASET}/deletions/preview`,
    body: schemas.DeletionDraft,
    answer: schemas.Deletion,
  }),
  eraseEntity: operation({
    method: 'POST',
    path: `${DATASET}/erasures`,
    body: schemas.ErasureDraft,
    answer: schemas.DeletionAccepted,
  }),
  /** What would go. */
  previewErasure: operation({
    method: 'POST',
    path: `${DATASET}/erasures/preview`,
    body: schemas.ErasureDraft,
    answer: schemas.ErasurePreview,
  }),
  /** What a spec would make of the dataset; without one, the dataset's own. */
  planVersion: operation({
    method: 'POST',
    path: `${DATASET}/plans`,
    body: schemas.PlanRequest,
    answer: schemas.VersionPlan,
  }),
  getFeatureSet: operation({ method: 'GET', path: VERSION, answer: schemas.FeatureSet }),
  getRows: operation({
    method: 'GET',
    path: `${VERSION}/rows`,
    query: queries.RowQuery,
    answer: schemas.FeatureRows,
  }),
  getEntities: operation({
    method: 'GET',
    path: `${VERSION}/entities`,
    query: queries.EntityQuery,
    answer: schemas.EntityList,
  }),
  getSeries: operation({
    method: 'GET',
    path: `${VERSION}/series`,
    query: queries.SeriesQuery,
    answer: schemas.Series,
  }),
  /** `profile.json` as it was sealed; its schema is the engine's. */
  getProfile: operation({ method: 'GET', path: `${VERSION}/profile`, answer: z.unknown() }),

  getSpec: operation({ method: 'GET', path: `${DATASET}/spec`, answer: schemas.SpecText }),
  /** With the header `if-match` or `if-none-match`. */
  putSpec: operation({
    method: 'PUT',
    path: `${DATASET}/spec`,
    body: schemas.SpecDraft,
    answer: schemas.SpecText,
  }),
  validateSpec: operation({
    method: 'POST',
    path: '/specs/validation',
    body: schemas.SpecDraft,
    answer: schemas.SpecVerdict,
  }),
  preview: operation({
    method: 'POST',
    path: '/previews',
    // Named only when it is used: Node loads its whole fetch for the name, 35 ms of each command's start.
    body: z.custom<FormData>((value) => value instanceof FormData),
    answer: schemas.Preview,
  }),
  upload: operation({
    method: 'POST',
    path: '/uploads',
    query: queries.UploadQuery,
    body: z.instanceof(Blob),
    answer: schemas.Uploaded,
  }),
  createUploadTicket: operation({
    method: 'POST',
    path: '/uploads/tickets',
    body: schemas.TicketRequest,
    answer: schemas.UploadTicket,
  }),

  getQueues: operation({ method: 'GET', path: '/queues', answer: schemas.QueueList }),
  getDeadLetters: operation({
    method: 'GET',
    path: '/queues/{queue}/dead-letters',
    query: queries.LimitQuery,
    answer: schemas.DeadLetterList,
  }),
  redrive: operation({
    method: 'POST',
    path: '/queues/{queue}/redrives',
    body: schemas.RedriveRequest,
    answer: schemas.Redriven,
  }),
  purge: operation({ method: 'POST', path: '/queues/{queue}/purges', body: schemas.PurgeRequest }),

  getChanges: operation({
    method: 'GET',
    path: '/changes',
    query: queries.PageQuery,
    answer: schemas.AuditPage,
  }),
  getTokens: operation({ method: 'GET', path: '/tokens', answer: schemas.TokenList }),
  createToken: operation({
    method: 'POST',
    path: '/tokens',
    body: schemas.TokenRequest,
    answer: schemas.TokenCreated,
  }),
  revokeToken: operation({ method: 'DELETE', path: '/tokens/{token}' }),
} as const;

export type Operations = typeof operations;
