import { expect, test } from 'vitest';
import { idleCost } from '../../../scripts/deploy/cost/idle.ts';
import { costReport } from '../../../scripts/deploy/cost/report.ts';
import type { Resource } from '../../../scripts/deploy/read-planned.ts';

const resource = (type: string, values: Record<string, unknown> = {}): Resource => ({
  address: `${type}.x`,
  type,
  name: 'x',
  values,
});

const linesOf = (...resources: Resource[]): Record<string, number> =>
  Object.fromEntries(
    idleCost({ resources }).lines.map(({ what, usd }) => [what, Math.round(usd * 1000) / 1000]),
  );

test('the same things are one line', () => {
  const instance = (type: string) =>
    resource('aws_instance', {
      instance_type: type,
      root_block_device: [{ volume_size: 50 }],
      monitoring: false,
    });
  expect(linesOf(instance('t3.small'), instance('t3.medium'), instance('t3.medium'))).toEqual({
    '1 × instance t3.small': 17.52,
    '2 × instance t3.medium': 70.08,
    '3 × disk of 50 GB': 14.28,
  });
});

test('what an instance has beside itself is counted', () => {
  const values = { instance_type: 't3.small', associate_public_ip_address: true, monitoring: true };
  expect(linesOf(resource('aws_instance', values))).toEqual({
    '1 × instance t3.small': 17.52,
    '1 × public address': 3.65,
    '1 × detailed monitoring': 2.1,
  });
});

test('an instance in a subnet that gives addresses has one, before anybody knows which', () => {
  const instance = resource('aws_instance', { instance_type: 't3.small' });
  const subnet = (gives: boolean) => resource('aws_subnet', { map_public_ip_on_launch: gives });
  expect(linesOf(instance, subnet(true))).toHaveProperty('1 × public address', 3.65);
  expect(linesOf(instance, subnet(false))).not.toHaveProperty('1 × public address');
});

test('an alarm costs by the metrics that it looks at', () => {
  const query = { metric: [{}] };
  expect(
    linesOf(
      resource('aws_cloudwatch_metric_alarm', { metric_name: 'x' }),
      resource('aws_cloudwatch_metric_alarm', {
        metric_query: [query, query, { metric: [], expression: 'a/b' }],
      }),
    ),
  ).toEqual({ '3 × alarm on a metric': 0.3 });
});

test('target tracking looks at its metrics twice, and a metric of several logs is paid for once', () => {
  const stat = { metric_stat: [{}] };
  const filter = { metric_transformation: [{ namespace: 'Wattline', name: 'FailedRuns' }] };
  expect(
    linesOf(
      resource('aws_appautoscaling_policy', {
        policy_type: 'TargetTrackingScaling',
        target_tracking_scaling_policy_configuration: [
          { customized_metric_specification: [{ metrics: [stat, stat, { metric_stat: [] }] }] },
        ],
      }),
      resource('aws_appautoscaling_policy', { policy_type: 'StepScaling' }),
      resource('aws_cloudwatch_log_metric_filter', filter),
      resource('aws_cloudwatch_log_metric_filter', filter),
    ),
  ).toEqual({ '4 × alarm on a metric': 0.4, '1 × metric from the logs': 0.3 });
});

test('a load balancer has an address in each zone', () => {
  expect(linesOf(resource('aws_lb', { subnets: ['a', 'b'] }))).toEqual({
    '1 × load balancer': 19.71,
    '2 × public address': 7.3,
  });
});

test('a gateway endpoint is free, an interface endpoint is not', () => {
  expect(
    linesOf(
      resource('aws_vpc_endpoint', { vpc_endpoint_type: 'Gateway' }),
      resource('aws_vpc_endpoint', { vpc_endpoint_type: 'Interface', subnet_ids: ['a'] }),
    ),
  ).toEqual({ '1 × interface endpoint in a zone': 8.76 });
});

test('what has no price here is named, not left out', () => {
  const resources = [
    resource('aws_instance', { instance_type: 'x9.huge' }),
    resource('aws_redshift_cluster'),
    resource('aws_s3_bucket'),
  ];
  expect(idleCost({ resources })).toEqual({ lines: [], uncounted: ['x9.huge', 'aws_redshift_cluster'] });
  expect(costReport({ resources })).toMatch(/not counted.*x9\.huge, aws_redshift_cluster/);
});
