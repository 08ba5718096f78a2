import { hashOfAddress } from '../messaging.rules.ts';
import { type ObeyContext, obey } from './take-reply.ts';

/**
 * Takes over what people have said to the service itself, which keeps STOP and its like for itself
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-self-managed.html): as if we had heard it. What is
 * known already is left alone, so that it can begin again wherever it ended.
 *
 * @param pages the numbers to which the service sends nothing
 */
export async function sweepOptOuts(
  pages: AsyncIterable<readonly string[]>,
  context: ObeyContext,
): Promise<{ readonly found: number; readonly stopped: number }> {
  let found = 0;
  let stopped = 0;
  for await (const numbers of pages) {
    const taken = await Promise.all(numbers.map((number) => takeOver(number, context)));
    found += taken.length;
    stopped += taken.filter(Boolean).length;
  }
  return { found, stopped };
}

async function takeOver(number: string, context: ObeyContext): Promise<boolean> {
  const known = await context.messages.findSuppression(hashOfAddress('sms', number));
  if (known === undefined) await obey('stop', number, context);
  return known === undefined;
}
