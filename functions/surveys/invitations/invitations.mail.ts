/** The mail of an invitation. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { inFewestParts, segmentsOf } from '../../../shared/messaging/segments.ts';
import { unsubscribeHeaders } from '../../../shared/messaging/unsubscribe.ts';
import { type Language, languageSchema } from '../../../shared/values/language.ts';
import { endsOf, filledIn } from '../questions/index.ts';
import { numbersOf, scaleSchema, scoredQuestion } from '../questions/questions.schema.ts';
import type { Survey } from '../surveys/surveys.schema.ts';
import { texts } from './invitations.texts.ts';

/** Names the renderer. */
export const template = 'survey-invitation';

/** What all mails of a run have in common: the words of the survey in each of its languages. */
const Content = z.strictObject({
  /** The scores that can be chosen from within the mail; none where nothing is asked on a scale. */
  scores: z.array(z.int()),
  scale: scaleSchema.optional(),
  anonymous: z.literal(true).optional(),
  words: z.partialRecord(
    languageSchema,
    z.strictObject({ title: z.string(), intro: z.string().optional(), question: z.string() }),
  ),
});

export function invitationContent(survey: Survey): z.infer<typeof Content> {
  const scored = scoredQuestion(survey);
  const words = survey.languages.map((language) => {
    const intro = survey.intro?.[language];
    const title = survey.title[language] ?? survey.name;
    const question = scored?.text[language] ?? '';
    return [language, { title, question, ...(intro === undefined ? {} : { intro }) }];
  });
  return {
    scores: scored === undefined ? [] : [...numbersOf(scored.kind)],
    ...(scored === undefined ? {} : { scale: scored.kind }),
    ...(survey.anonymous === true ? { anonymous: true } : {}),
    words: Object.fromEntries(words),
  };
}

/** Texts may name the customer. */
function toCustomer(text: string, name: string, language: Language): string {
  return filledIn(text, { customer: { name }, answers: {}, questions: [], language });
}

/** A text is paid for by the part: of a long title as much as fits into one, or else what still tells it. */
const [longestTitle, shortestTitle] = [40, 4];

/** Cuts no character in two. */
function cutTo(title: string, length: number): string {
  const characters = [...title];
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : title;
}

/**
 * In the customer's language, which the links keep. The links of the scores only select one on the page: nothing is
 * recorded before the customer sends the form, whatever a scanner opens.
 */
export const invitationRenderer = renderer({
  template,
  content: Content,
  /** A test goes to staff and says so. */
  data: z.strictObject({ test: z.literal(true).optional(), reminder: z.literal(true).optional() }),
  render: ({ content, data: { test, reminder }, recipient: { name, language }, links, brand, notice }) => {
    const survey = content.words[language];
    if (survey === undefined || links === undefined) {
      throw new Error('An invitation needs its links and the words of the survey in its language');
    }
    const filled = (text: string) => toCustomer(text, name, language);
    const [title, question] = [filled(survey.title), filled(survey.question)];
    const intro = survey.intro === undefined ? [] : [filled(survey.intro)];
    const words = texts[language];
    const promise = content.anonymous === true ? [words.anonymous] : [];
    const inLanguage = `lang=${language}`;
    const unsubscribeUrl = `${links.unsubscribe}?${inLanguage}`;
    const body = layOutMail({
      ...{ language, brand },
      notice: [notice, test && words.test].filter(Boolean).join(' ') || undefined,
      heading: title,
      paragraphs: [words.greeting(name), ...(reminder ? [words.reminder] : []), ...intro, ...promise],
      question:
        content.scores.length === 0
          ? undefined
          : {
              question,
              instruction: words.score,
              links: content.scores.map((score) => ({
                label: String(score),
                url: `${links.answer}?${inLanguage}&score=${score}`,
              })),
              ends: endsOf(content.scale ?? 'nps', language),
            },
      action: { label: words.action, url: `${links.answer}?${inLanguage}` },
      footer: test ? [words.testWhy] : [words.once, words.why],
      unsubscribeUrl,
    });
    const subject = `${test ? words.testSubject : reminder ? words.reminderSubject : ''}${title}`;
    return { ...body, subject, headers: unsubscribeHeaders(unsubscribeUrl) };
  },
  renderSms: ({
    content,
    data: { reminder },
    recipient: { name, language },
    links,
    brand,
    takesAnswers = false,
  }) => {
    const said = content.words[language]?.title;
    if (said === undefined || links === undefined) {
      throw new Error('An invitation needs its links and the words of the survey in its language');
    }
    const title = `${reminder ? texts[language].reminderSubject : ''}${toCustomer(said, name, language)}`;
    const { answer } = links;
    const of = (length: number) =>
      texts[language].text(brand.organisation, cutTo(title, length), answer, takesAnswers);
    const lengths = Array.from(
      { length: longestTitle - shortestTitle + 1 },
      (_, index) => longestTitle - index,
    );
    const fitting = lengths.find((length) => segmentsOf(inFewestParts(of(length))) === 1);
    return of(fitting ?? shortestTitle);
  },
});
