/**
 * A file that a browser posts with a signed policy.
 * Sources: S3 API reference, "POST Object", "Creating a POST policy" and "Calculating a signature".
 */
import { createHmac } from 'node:crypto';
import { type AwsCall, AwsError } from '../../cloud.ts';
import { keyOfForm, type PostedForm, readForm } from '../../endpoint/form.ts';

/** Which secret an access key has; undefined for one of which it is not known. */
export type SecretOf = (call: AwsCall) => string | undefined;

export interface PostedFile {
  readonly key: string;
  readonly content: Buffer;
  readonly headers: Record<string, string>;
  /** What the form says of the answer. */
  readonly success: { readonly status: string | undefined; readonly redirect: string | undefined };
}

/** The file of a form, once its policy allows it. @param now in milliseconds, virtual time */
export async function readPost(
  call: AwsCall,
  bucket: string,
  now: number,
  secretOf: SecretOf,
): Promise<PostedFile> {
  const form = await readForm(call.headers, call.body);
  if (form?.file === undefined)
    throw new AwsError(400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
  const policy = form.fields.get('policy');
  if (policy === undefined) throw denied('Access Denied');
  checkSignature(form, policy, secretOf(call));
  checkPolicy(readPolicy(policy), form, { bucket, now });
  const kept = ['content-type', 'content-disposition', 'cache-control'];
  const headers = [...form.fields].filter(([name]) => kept.includes(name) || name.startsWith('x-amz-meta-'));
  return {
    key: keyOfForm(form),
    content: form.file.content,
    headers: Object.fromEntries(headers),
    success: {
      status: form.fields.get('success_action_status'),
      redirect: form.fields.get('success_action_redirect') ?? form.fields.get('redirect'),
    },
  };
}

function checkSignature({ fields }: PostedForm, policy: string, secret: string | undefined): void {
  if (secret === undefined) return;
  const [, date = '', region = '', service = '', ending = ''] = (fields.get('x-amz-credential') ?? '').split(
    '/',
  );
  const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = [date, region, service, ending].reduce<string | Buffer>(sign, `AWS4${secret}`);
  if (sign(key, policy).toString('hex') === fields.get('x-amz-signature')) return;
  throw new AwsError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

function readPolicy(encoded: string): Policy {
  try {
    const policy = JSON.parse(Buffer.from(encoded, 'base64').toString()) as Policy;
    if (Array.isArray(policy.conditions)) return policy;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
}

/** Fields that need no condition. */
const free = new Set(['policy', 'x-amz-signature', 'file', 'awsaccesskeyid', 'signature']);

function checkPolicy(
  { expiration, conditions }: Policy,
  form: PostedForm,
  { bucket, now }: { readonly bucket: string; readonly now: number },
): void {
  if (!(Date.parse(expiration) > now)) throw denied('Invalid according to Policy: Policy expired.');
  const values = new Map([...form.fields, ['bucket', bucket], ['key', keyOfForm(form)]]);
  const named = new Set<string>();
  for (const condition of conditions) {
    const [kind, subject, wanted] = termsOf(condition);
    if (kind === 'content-length-range') {
      checkLength(form.file?.content.length ?? 0, Number(subject), Number(wanted));
      continue;
    }
    const name = String(subject).replace(/^\$/, '').toLowerCase();
    named.add(name);
    const value = values.get(name) ?? '';
    const isMet = kind === 'starts-with' ? value.startsWith(String(wanted)) : value === String(wanted);
    if (!isMet)
      throw denied(
        `Invalid according to Policy: Policy Condition failed: ${JSON.stringify([kind, subject, wanted])}`,
      );
  }
  const extra = [...form.fields.keys()].filter(
    (name) => !free.has(name) && !named.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw denied(`Invalid according to Policy: Extra input fields: ${extra.join(', ')}`);
}

function termsOf(condition: unknown): readonly [kind: string, subject: unknown, wanted: unknown] {
  if (Array.isArray(condition)) {
    const [kind, subject, wanted] = condition as readonly unknown[];
    return [String(kind), subject, wanted];
  }
  const [[name, value] = ['', '']] = Object.entries(Object(condition));
  return ['eq', `$${name}`, value];
}

function checkLength(bytes: number, least: number, most: number): void {
  if (bytes > most)
    throw new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  if (bytes < least)
    throw new AwsError(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
    );
}

function denied(message: string): AwsError {
  return new AwsError(403, 'AccessDenied', message);
}
