/** What a channel is to whoever sends: each is replaceable by another that takes the same messages. */

/** What came of handing over a message, whoever took it. */
export type SendOutcome =
  /** The service has taken it. */
  | { outcome: 'accepted'; messageId: string }
  /**
   * The service has said no. The account can be corrected (`sandbox`: it may only write to verified addresses that it has a right
   * to, and this one is not), and then this message may go; otherwise it never will. `address`: that one takes nothing, for
   * good; `opted-out`: whoever has it wants no more of the channel; `recipient`: they get not this one.
   */
  | {
      outcome: 'refused';
      reason: string;
      fault: 'account' | 'sandbox' | 'mail' | 'recipient' | 'address' | 'opted-out';
    }
  /** Certainly not taken: more than the account may send a second or a day, no connection. May be sent again later. */
  | { outcome: 'retry'; reason: string; limit?: 'rate' | 'quota' }
  /** Nobody knows: the reply was lost, or was an error of the service's own. What it tells later settles it. */
  | { outcome: 'unknown'; reason: string; isError: boolean };

export interface Channel<Message> {
  /** Sends at most once per call. Answers with what became of it and does not throw for what the service says. */
  send(message: Message): Promise<SendOutcome>;
}
