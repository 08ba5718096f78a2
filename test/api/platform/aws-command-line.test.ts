/** What the AWS command line is told by the local cloud, in the protocols in which it asks. */
import { describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();

/** A signed request for a service; the signature itself is not checked here. */
function ask(service: string, headers: Readonly<Record<string, string>>, body: string, path = '/') {
  const credential = `Credential=anybody/20261125/eu-central-1/${service}/aws4_request`;
  return fetch(`${cloud.endpointUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`, ...headers },
    body,
  });
}

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const json = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'Logs_20140328.DescribeLogGroups',
};

describe('the AWS command line', () => {
  it('learns who it is', async () => {
    const reply = await ask('sts', form, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/xml');
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    const text = await reply.text();
    expect(text).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/">/,
    );
    expect(text).toMatch(/<Account>\d{12}<\/Account>/);
    expect(text).toMatch(/<Arn>arn:aws:iam::\d{12}:user\/operator<\/Arn>/);
  });

  it.each([
    ['an unknown operation of STS', 'sts', form, 'Action=AssumeRole', '<Code>InvalidAction</Code>'],
    [
      'an unknown service of the query protocol',
      'cloudformation',
      form,
      'Action=ListStacks',
      '<Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>The local cloud has no stand-in for the service "cloudformation"',
    ],
    ['EC2', 'ec2', form, 'Action=DescribeVpcs', '<Response><Errors><Error><Code>NotImplemented</Code>'],
    ['an unknown service of the JSON protocol', 'logs', json, '{}', '"__type":"NotImplemented"'],
    ['an unknown service of REST with JSON', 'lambda', {}, '', '"message":"The local cloud has no stand-in'],
    ['an unknown service of REST with XML', 'route53', {}, '', '<Code>NotImplemented</Code>'],
  ])('can show what is missing: %s', async (_, service, headers, body, told) => {
    const reply = await ask(service, headers, body);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await reply.text()).toContain(told);
    if (!told.startsWith('<')) expect(reply.headers.get('x-amzn-errortype')).toBe('NotImplemented');
  });
});
