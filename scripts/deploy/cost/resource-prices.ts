import * as prices from '@wattline/topology/prices';
import { z } from 'zod';

/** What one resource costs a month while nothing happens. */
export interface Priced {
  readonly what: string;
  readonly usd: number;
  /** Named alike by several resources, it is paid for once. */
  readonly once?: string;
}

export const times = (count: number, one: Priced): Priced[] => Array.from({ length: count }, () => one);

/** What a plan knows of a resource only from others. */
interface Around {
  /** Instances get an address of their subnet, even if it is not known yet. */
  readonly givesAddresses: boolean;
}

type Price = (values: Readonly<Record<string, unknown>>, around: Around) => readonly Priced[];

const { HOURS_PER_MONTH: HOURS } = prices;

const Volume = z.object({ volume_size: z.number().default(30) });
const Instance = z.object({
  instance_type: z.string(),
  monitoring: z.boolean().nullish(),
  associate_public_ip_address: z.boolean().nullish(),
  root_block_device: z.array(Volume).default([]),
  ebs_block_device: z.array(Volume).default([]),
});

/** No price is written down for this. */
export class UnknownPrice extends Error {
  override readonly name = 'UnknownPrice';
}

const address: Priced = { what: 'public address', usd: prices.addressPerHour * HOURS };

const volume = ({ volume_size: gb }: z.infer<typeof Volume>): Priced => ({
  what: `disk of ${gb} GB`,
  usd: gb * prices.volumePerGb,
});

const instance: Price = (values, { givesAddresses }) => {
  const read = Instance.parse(values);
  const perHour = prices.instancePerHour[read.instance_type];
  // Kept apart from what is free: a bill without its largest line would be believed.
  if (perHour === undefined) throw new UnknownPrice(read.instance_type);
  return [
    { what: `instance ${read.instance_type}`, usd: perHour * HOURS },
    ...[...read.root_block_device, ...read.ebs_block_device].map(volume),
    ...((read.associate_public_ip_address ?? givesAddresses) ? [address] : []),
    ...(read.monitoring === true
      ? [{ what: 'detailed monitoring', usd: prices.DETAILED_METRICS * prices.metric }]
      : []),
  ];
};

const LoadBalancer = z.object({ subnets: z.array(z.string()).optional() });
/** One a zone, where a plan does not know the subnets yet. */
const LIKELY_ZONES = 3;

const loadBalancer: Price = (values) => {
  const zones = LoadBalancer.parse(values).subnets?.length ?? LIKELY_ZONES;
  return [{ what: 'load balancer', usd: prices.loadBalancerPerHour * HOURS }, ...times(zones, address)];
};

const onAlarm: Priced = { what: 'alarm on a metric', usd: prices.alarmPerMetric };

const Alarm = z.object({
  metric_query: z.array(z.object({ metric: z.array(z.unknown()).default([]) })).default([]),
});

const alarm: Price = (values) => {
  const { metric_query: queries } = Alarm.parse(values);
  const metrics = Math.max(1, queries.filter(({ metric }) => metric.length > 0).length);
  return times(metrics, onAlarm);
};

const Tracking = z.object({
  customized_metric_specification: z
    .array(
      z.object({ metrics: z.array(z.object({ metric_stat: z.array(z.unknown()).default([]) })).default([]) }),
    )
    .default([]),
});
const Scaling = z.object({
  policy_type: z.string(),
  target_tracking_scaling_policy_configuration: z.array(Tracking).default([]),
});

/** Target tracking makes itself two alarms, one to grow by and one to shrink by. */
const scaling: Price = (values) => {
  const { policy_type: type, target_tracking_scaling_policy_configuration: tracking } = Scaling.parse(values);
  if (type !== 'TargetTrackingScaling') return [];
  const metrics = tracking
    .flatMap(({ customized_metric_specification: own }) => own.flatMap((one) => one.metrics))
    .filter(({ metric_stat: stat }) => stat.length > 0).length;
  return times(2 * Math.max(1, metrics), onAlarm);
};

const Filter = z.object({
  metric_transformation: z.array(z.object({ namespace: z.string(), name: z.string() })),
});

/** What filters of several logs count under one name is one metric. */
const logMetric: Price = (values) =>
  Filter.parse(values).metric_transformation.map(({ namespace, name }) => ({
    what: 'metric from the logs',
    usd: prices.metric,
    once: `${namespace}/${name}`,
  }));

const endpoint: Price = ({ vpc_endpoint_type: type, subnet_ids: subnets }) => {
  if (type !== 'Interface') return [];
  const zones = Array.isArray(subnets) ? subnets.length : LIKELY_ZONES;
  return times(zones, { what: 'interface endpoint in a zone', usd: prices.endpointPerHour * HOURS });
};

const always = (what: string, usd: number): Price => {
  const priced = [{ what, usd }];
  return () => priced;
};

/** By type of resource. */
export const resourcePrices: Readonly<Record<string, Price>> = {
  aws_appautoscaling_policy: scaling,
  aws_cloudwatch_composite_alarm: always('composite alarm', prices.compositeAlarm),
  aws_cloudwatch_dashboard: always('dashboard', prices.dashboard),
  aws_cloudwatch_log_metric_filter: logMetric,
  aws_cloudwatch_metric_alarm: alarm,
  aws_ecr_repository: always('images of a service, 0.2 GB', 0.2 * prices.imagePerGb),
  // Managed scaling makes itself two alarms.
  aws_ecs_capacity_provider: () => times(2, onAlarm),
  aws_eip: always('public address', address.usd),
  aws_instance: instance,
  aws_kms_key: always('key', prices.key),
  aws_lb: loadBalancer,
  aws_nat_gateway: always('NAT gateway', prices.natGatewayPerHour * HOURS),
  aws_route53_zone: always('hosted zone', prices.hostedZone),
  aws_secretsmanager_secret: always('secret', prices.secret),
  aws_vpc_endpoint: endpoint,
};
