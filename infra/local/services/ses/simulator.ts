/** The mailbox simulator of SES, which works on AWS too: https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator */
import { bareAddress } from './message.ts';

export const bounceAddress = 'bounce@simulator.amazonses.com';
export const complaintAddress = 'complaint@simulator.amazonses.com';
export const listedAddress = 'suppressionlist@simulator.amazonses.com';

/** An address without the label that tells recipients of the simulator apart. */
export function simulated(address: string): string {
  return bareAddress(address)
    .toLowerCase()
    .replace(/\+[^@]*@/, '@');
}
