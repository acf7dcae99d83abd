import { FleetView } from '@wattline/api';
import type { Fleet, FleetService, FleetTask } from '@wattline/backend-contract';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';

const FRESH_MS = 2_000;

const view = readRoute({
  method: 'get',
  path: '/fleet',
  tags: ['fleet'],
  summary: 'Services, tasks, instances, images and memory',
  responses: { 200: jsonAnswer(FleetView, 'What runs where'), ...problemAnswers() },
});

/** For a fleet that reports tasks only. */
const servicesOf = (tasks: readonly FleetTask[]): FleetService[] =>
  [...Map.groupBy(tasks, ({ service }) => service)].map(([name, own]) => ({
    name,
    running: own.filter(({ status }) => status === 'running').length,
  }));

const imageOf = (tasks: readonly FleetTask[], service: string): { image?: string } => {
  const image = tasks.find((task) => task.service === service && task.image !== undefined)?.image;
  return image === undefined ? {} : { image };
};

const look = async (fleet: Fleet): Promise<FleetView> => {
  const kind = fleet.kind ?? 'processes';
  const [tasks, services, instances] = await Promise.all([
    fleet.tasks(),
    fleet.services?.(),
    fleet.instances?.(),
  ]);
  return {
    kind,
    services: (services ?? servicesOf(tasks)).map((service) => ({
      ...service,
      ...imageOf(tasks, service.name),
    })),
    tasks: tasks.map(({ startedAt, ...task }) => ({
      ...task,
      ...(startedAt && { startedAt: startedAt.toISOString() }),
    })),
    instances: instances ?? [],
    ...(kind === 'unknown' && { note: 'nobody here can be asked what runs: see docs/configuration.md' }),
  };
};

const silent = (kind: FleetView['kind'], error: unknown): FleetView => ({
  kind,
  services: [],
  tasks: [],
  instances: [],
  note: `the fleet does not answer (${error instanceof Error ? error.name : 'unknown'}): look at the service’s log`,
});

export const createFleetRoutes = ({ fleet, log, now }: StatusDeps): Router => {
  let last: { readonly at: number; readonly view: Promise<FleetView> } | undefined;

  /** Asked once for all who look at the same time. */
  const current = (): Promise<FleetView> => {
    const at = now().getTime();
    if (last === undefined || at - last.at >= FRESH_MS)
      last = {
        at,
        view: look(fleet).catch((error: unknown) => {
          log.warn({ err: error }, 'the fleet does not answer');
          return silent(fleet.kind ?? 'processes', error);
        }),
      };
    return last.view;
  };

  const router = createRouter();
  router.openapi(view, async (context) => context.json(await current(), 200));
  return router;
};
