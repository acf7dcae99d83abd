import { z } from 'zod';
import * as prices from './prices.ts';

/** What one resource costs a month while nothing happens. */
export interface Priced {
  readonly what: string;
  readonly usd: number;
}

export const times = (count: number, one: Priced): Priced[] => Array.from({ length: count }, () => one);

type Price = (values: Readonly<Record<string, unknown>>) => readonly Priced[];

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

const instance: Price = (values) => {
  const read = Instance.parse(values);
  const perHour = prices.instancePerHour[read.instance_type];
  // Told apart from what is free: a bill without its largest line would be believed.
  if (perHour === undefined) throw new UnknownPrice(read.instance_type);
  return [
    { what: `instance ${read.instance_type}`, usd: perHour * HOURS },
    ...[...read.root_block_device, ...read.ebs_block_device].map(volume),
    ...(read.associate_public_ip_address === true ? [address] : []),
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

const Alarm = z.object({
  metric_query: z.array(z.object({ metric: z.array(z.unknown()).default([]) })).default([]),
});

const alarm: Price = (values) => {
  const { metric_query: queries } = Alarm.parse(values);
  const metrics = Math.max(1, queries.filter(({ metric }) => metric.length > 0).length);
  return times(metrics, { what: 'alarm on a metric', usd: prices.alarmPerMetric });
};

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
  aws_cloudwatch_composite_alarm: always('composite alarm', prices.compositeAlarm),
  aws_cloudwatch_dashboard: always('dashboard', prices.dashboard),
  aws_cloudwatch_metric_alarm: alarm,
  aws_ecr_repository: always('images of a service, 0.2 GB', 0.2 * prices.imagePerGb),
  aws_eip: always('public address', address.usd),
  aws_instance: instance,
  aws_kms_key: always('key', prices.key),
  aws_lb: loadBalancer,
  aws_nat_gateway: always('NAT gateway', prices.natGatewayPerHour * HOURS),
  aws_route53_zone: always('hosted zone', prices.hostedZone),
  aws_secretsmanager_secret: always('secret', prices.secret),
  aws_vpc_endpoint: endpoint,
};

/** Costs nothing, or nothing while nothing happens. */
export const freeTypes: ReadonlySet<string> = new Set([
  'aws_acm_certificate',
  'aws_acm_certificate_validation',
  'aws_appautoscaling_policy',
  'aws_appautoscaling_scheduled_action',
  'aws_appautoscaling_target',
  'aws_autoscaling_group',
  'aws_autoscaling_lifecycle_hook',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_log_metric_filter',
  'aws_default_security_group',
  'aws_ecr_lifecycle_policy',
  'aws_ecs_capacity_provider',
  'aws_ecs_cluster',
  'aws_ecs_cluster_capacity_providers',
  'aws_ecs_service',
  'aws_ecs_task_definition',
  'aws_iam_instance_profile',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_internet_gateway',
  'aws_launch_template',
  'aws_lb_listener',
  'aws_lb_listener_rule',
  'aws_lb_target_group',
  'aws_route',
  'aws_route53_record',
  'aws_route_table',
  'aws_route_table_association',
  'aws_s3_bucket',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_notification',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_security_group',
  'aws_sns_topic',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
  'aws_sqs_queue',
  'aws_sqs_queue_policy',
  'aws_sqs_queue_redrive_allow_policy',
  'aws_ssm_parameter',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
]);
