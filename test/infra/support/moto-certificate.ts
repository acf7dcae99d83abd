import { z } from 'zod';

/** Asks for a certificate and returns its ARN. moto does not look at signatures. */
export const requestCertificate = async (url: string, region: string): Promise<string> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'CertificateManager.RequestCertificate',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/acm/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ DomainName: 'status.example.org' }),
  });
  return z.object({ CertificateArn: z.string() }).parse(await answer.json()).CertificateArn;
};
