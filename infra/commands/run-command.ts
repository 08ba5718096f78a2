/** How every command ends: with an exit code, and when something is missing with a sentence that says what to do. */

/** A command was called wrongly: its usage is shown with the reason. */
export class Misuse extends Error {}

/** Runs a command and sets the exit code: what `main` answers, 2 when it was called wrongly, 1 when it failed. */
export async function runCommand(usage: string, main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const isMisuse = error instanceof Misuse || codeOf(error).startsWith('ERR_PARSE_ARGS_');
    console.error(isMisuse ? `${usage}\n\n${messageOf(error)}` : inWords(error));
    process.exitCode = isMisuse ? 2 : 1;
  }
}

/** The same error with what to do about it, where the AWS SDK leaves people without. */
export function inWords(error: unknown): string {
  const message = messageOf(error);
  const name = error instanceof Error ? error.name : '';
  if (message === 'Region is missing') return noRegion;
  if (name === 'CredentialsProviderError') return noCredentials;
  if (refusedCredentials.has(name)) return `AWS does not take these credentials (${message}). ${signIn}`;
  if (unreachable.has(codeOf(error))) {
    return `AWS cannot be reached (${message}). Look at the region and at AWS_ENDPOINT_URL, if it is set.`;
  }
  return message;
}

const signIn =
  'Sign in as for the AWS command line, e.g. `aws sso login --profile <name>` and AWS_PROFILE=<name>, or set ' +
  'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

const noRegion =
  'No AWS region is set. Put that of the stage before the command, e.g. AWS_REGION=eu-central-1, or name with ' +
  'AWS_PROFILE a profile that has one.';

const noCredentials = `There are no AWS credentials. ${signIn}`;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const refusedCredentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT']);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');
