import { expect, onTestFinished, test, vi } from 'vitest';
import { openAwsStores } from './open-aws-stores.ts';

test('an upload request names the address that others can resolve', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const request = async (publicEndpoint?: string) => {
    const { stores, close } = openAwsStores({
      prefix: 'wattline-test',
      s3: { region: 'eu-central-1', endpoint: 'http://localstack:4566' },
      ...(publicEndpoint !== undefined && {
        publicS3: { region: 'eu-central-1', endpoint: publicEndpoint },
      }),
    });
    onTestFinished(close);
    return stores.staging.presignUpload?.('staging-directory/a/b.csv', { bytes: 9, expiresInSeconds: 60 });
  };
  expect((await request())?.url).toMatch(/^http:\/\/localstack:4566\/wattline-test-staging\//);
  expect((await request('http://127.0.0.1:4566'))?.url).toMatch(/^http:\/\/127\.0\.0\.1:4566\//);
});
