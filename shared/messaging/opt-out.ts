/** What people answer to a text to have no more of them, or some again. */

/**
 * Those that carriers know in English (https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html,
 * CTIA Messaging Principles, 5.1.3) and those of Chinese texts, which say "退订回T" or "拒收请回复R".
 */
const stopWords =
  'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REMOVE ARRET 退订 退訂 取消订阅 拒收 停止 取消 TD T R QX';
const startWords = 'START UNSTOP SUBSCRIBE 订阅 訂閱 恢复订阅 DY';

const words = new Map<string, 'stop' | 'start'>([
  ...stopWords.split(' ').map((word) => [word, 'stop'] as const),
  ...startWords.split(' ').map((word) => [word, 'start'] as const),
]);

/** What people say beside the word, without it meaning anything else. */
const fillers = new Set(
  'PLEASE PLS PLZ KINDLY THANKS THANK YOU NOW SENDING TEXTING ME ANY MORE TEXT TEXTS MESSAGE MESSAGES SMS REPLY'.split(
    ' ',
  ),
);

/** In so few characters nobody says much else in Chinese. */
const maximumChinese = 8;
const stopsInChinese = /退订|退訂|停止|取消|拒收/;
/** "Do not stop them", and what takes back a stop. */
const contrary = /[不没別别勿未]|(停止|取消)(退订|退訂|拒收)/;

/** What a whole answer means, whatever its letters and marks; undefined when it is neither of both. */
export function wishOf(answer: string): 'stop' | 'start' | undefined {
  const said = answer.normalize('NFKC').toUpperCase();
  const bare = withoutMarks(said);
  const told = words.get(bare) ?? words.get(bare.replace(/^请?(回复?|回復|发送?|發送?)/, ''));
  if (told !== undefined) return told;
  if (stopsInChinese.test(bare))
    return [...bare].length <= maximumChinese && !contrary.test(bare) ? 'stop' : undefined;
  const meant = said.split(/\s+/).map(withoutMarks);
  return words.get(meant.filter((word) => !fillers.has(word)).join(''));
}

function withoutMarks(text: string): string {
  return text.replaceAll(/[\s\p{P}\p{S}]/gu, '');
}
