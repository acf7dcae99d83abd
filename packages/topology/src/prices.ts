/**
 * US dollars, without tax, free allowances, savings plans or spot discounts. Other regions differ by some per cent.
 *
 * The prices are those of `PRICE_LIST` on `asOf`, the public list of every service (`AmazonEC2`, `AmazonS3`, `AWSQueueService`,
 * …) in that region. Its API needs no account, but the EC2 list alone has hundreds of megabytes: too much to load for a plan.
 */
export const PRICE_LIST = {
  region: 'eu-central-1',
  asOf: '2025-01-01',
  source: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/index.json',
  calculator: 'https://calculator.aws',
} as const;

export const HOURS_PER_MONTH = 730;

/** Linux on demand, per hour. */
export const instancePerHour: Readonly<Record<string, number>> = {
  't3.micro': 0.012,
  't3.small': 0.024,
  't3.medium': 0.048,
  't3.large': 0.096,
  't3.xlarge': 0.192,
  't3a.small': 0.0216,
  't3a.medium': 0.0432,
  't3a.large': 0.0864,
  't3a.xlarge': 0.1728,
  't4g.small': 0.0192,
  't4g.medium': 0.0384,
  't4g.large': 0.0768,
  'm5.large': 0.115,
  'm5.xlarge': 0.23,
  'm6i.large': 0.115,
  'm6i.xlarge': 0.23,
  'm6a.large': 0.1035,
  'm6a.xlarge': 0.207,
  'c6i.large': 0.097,
  'c6i.xlarge': 0.194,
};

/** A processor of an instance that may work hard all the time (c6i.large has two), per hour. */
export const vcpuPerHour = 0.097 / 2;

/** A gp3 volume, per GB and month. */
export const volumePerGb = 0.0952;
/** An address that the internet reaches, per hour. */
export const addressPerHour = 0.005;
export const loadBalancerPerHour = 0.027;
export const natGatewayPerHour = 0.052;
/** An interface endpoint, per zone and hour. */
export const endpointPerHour = 0.012;
/** Per metric that it looks at, and month. */
export const alarmPerMetric = 0.1;
export const compositeAlarm = 0.5;
export const dashboard = 3;
/** A metric of one's own, or of detailed monitoring, per month. */
export const metric = 0.3;
export const DETAILED_METRICS = 7;
export const key = 1;
export const secret = 0.4;
export const hostedZone = 0.5;

export const s3PutPer1000 = 0.0054;
export const s3GetPer1000 = 0.00043;
export const s3PerGb = 0.0245;
export const sqsPerMillion = 0.4;
export const logsPerGb = 0.63;
/** The registry, per GB and month. */
export const imagePerGb = 0.1;
