/** What people answer to a text to have no more of them, or some again. */

/**
 * Those that carriers know in English (https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html,
 * CTIA Messaging Principles, 5.1.3) and those of Chinese texts, which say "退订回T" or "拒收请回复R".
 */
const stopWords =
  'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REMOVE ARRET 退订 退訂 取消订阅 拒收 TD T R QX';
const startWords = 'START UNSTOP SUBSCRIBE 订阅 訂閱 恢复订阅 DY';

const words = new Map<string, 'stop' | 'start'>([
  ...stopWords.split(' ').map((word) => [word, 'stop'] as const),
  ...startWords.split(' ').map((word) => [word, 'start'] as const),
]);

/** What the whole answer means, whatever its letters and marks; undefined when it is neither of both. */
export function wishOf(answer: string): 'stop' | 'start' | undefined {
  return words.get(
    answer
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[\s\p{P}\p{S}]/gu, ''),
  );
}
