/** How an error is written when no stand-in does it: as the protocol of the request has it, so that any client can show it. */
import type { IncomingMessage } from 'node:http';
import type { AwsError, AwsReply } from '../cloud.ts';

/**
 * `X-Amz-Target` belongs to the JSON protocols, a form to the query protocol, anything else to REST; of those S3,
 * CloudFront and Route 53 speak XML. https://smithy.io/2.0/aws/protocols/index.html
 */
export function errorReply(error: AwsError, headers: IncomingMessage['headers'], service = ''): AwsReply {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (headers['x-amz-target'] !== undefined) return jsonError(error, error.members);
  if (isForm && service === 'ec2') return ec2Error(error);
  if (isForm || ['s3', 'cloudfront', 'route53'].includes(service)) return queryError(error);
  return jsonError(error);
}

/** In the JSON protocols: the type in the body (JSON 1.0, 1.1) and in a header (REST). */
export function jsonError(error: AwsError, fields: Record<string, unknown> = {}): AwsReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, ...fields }),
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization */
function queryError({ status, code, message }: AwsError): AwsReply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type>${element('Code', code)}${element('Message', message)}</Error>`;
  return xmlReply(status, `<ErrorResponse>${error}<RequestId>local</RequestId></ErrorResponse>`);
}

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization */
function ec2Error({ status, code, message }: AwsError): AwsReply {
  const error = `<Error>${element('Code', code)}${element('Message', message)}</Error>`;
  return xmlReply(status, `<Response><Errors>${error}</Errors><RequestID>local</RequestID></Response>`);
}

export function xmlReply(status: number, body: string): AwsReply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

export const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
