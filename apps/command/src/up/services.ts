import type { SupervisedService } from '@wattline/backend-local';
import { REPLACED_WHEN_IDLE } from '@wattline/bootstrap';
import { topology } from '@wattline/topology';

/** The page's port: the first free one of these, where none is asked for by name. */
const PORTS = '4680-4779';

const service = (name: string): SupervisedService => ({
  name,
  module: new URL(import.meta.resolve(`@wattline/${name}/main`)).pathname,
  count: 1,
});

/** Where rows are served: the first free one of these. */
const ROWS_PORTS = '4780-4879';

/** One process a stage, the status service with the page, and the one that serves rows. */
export const stackServices = (port: string = PORTS): readonly SupervisedService[] => [
  ...Object.keys(topology.stages).map((stage) => ({ ...service(stage), args: [REPLACED_WHEN_IDLE] })),
  { ...service('status'), environment: { WATTLINE_HTTP_PORT: port } },
  {
    ...service('serve'),
    // A request leaves some 30 kB behind: with less room, a tenth of its time goes into collecting them.
    youngMb: 4,
    // Else glibc puts what is read between what is held, and its room stays when it is gone.
    environment: { WATTLINE_HTTP_PORT: ROWS_PORTS, MALLOC_MMAP_THRESHOLD_: '131072' },
  },
];
