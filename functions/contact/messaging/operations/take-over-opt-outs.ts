import { hashOfAddress } from '../messaging.rules.ts';
import { type ObeyContext, obey } from './take-reply.ts';

/**
 * Takes over what people have said to the service itself, which keeps STOP and its like for itself
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-self-managed.html): as if we had heard it. What is
 * known already is left alone.
 *
 * @param numbers to which the service sends nothing; answers how many of them it stopped
 */
export async function takeOverOptOuts(numbers: readonly string[], context: ObeyContext): Promise<number> {
  const taken = await Promise.all(numbers.map((number) => takeOver(number, context)));
  return taken.filter(Boolean).length;
}

async function takeOver(number: string, context: ObeyContext): Promise<boolean> {
  const known = await context.messages.findSuppression(hashOfAddress('sms', number));
  if (known === undefined) await obey('stop', number, context);
  return known === undefined;
}
