/** The mail of an invitation, in the customer's language. */
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { unsubscribeHeaders } from '../../../shared/messaging/unsubscribe.ts';
import type { Language } from '../../../shared/values/language.ts';
import { choicesOf } from './surveys.answers.rules.ts';
import type { Survey } from './surveys.schema.ts';
import { texts } from './surveys.texts.ts';

export interface InvitationMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * @param link the personal link, without parameters. The links of the scores only select one on the page: nothing is
 * recorded before the customer sends the form, whatever a scanner opens.
 */
export function invitationMail(input: {
  readonly survey: Survey;
  readonly language: Language;
  readonly name: string;
  readonly link: string;
}): InvitationMail {
  const { survey, language, name, link } = input;
  const words = texts[language];
  const scored = survey.questions.find(({ kind }) => kind === 'nps');
  const intro = survey.intro?.[language];
  const question = scored?.text[language];
  const unsubscribeUrl = `${link}/unsubscribe`;
  const subject = survey.title[language] ?? survey.name;
  const body = layOutMail({
    language,
    heading: subject,
    paragraphs: [words.mailGreeting(name), ...(intro === undefined ? [] : [intro])],
    ...(scored === undefined || question === undefined
      ? {}
      : {
          choices: {
            label: `${question} ${words.mailScore}`,
            links: (choicesOf(scored) ?? []).map((score) => ({
              label: String(score),
              url: `${link}?score=${score}`,
            })),
          },
        }),
    action: { label: words.mailAction, url: link },
    footer: [words.mailOnce, words.mailFooter],
    unsubscribeUrl,
  });
  return { ...body, subject, headers: unsubscribeHeaders(unsubscribeUrl) };
}
