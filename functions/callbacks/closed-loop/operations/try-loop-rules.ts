import { notFound } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import type { SurveyReader } from '../../../surveys/surveys/index.ts';
import type { CommentReader } from '../../../surveys/texts/index.ts';
import type { LoopTrial, LoopTrialResult } from '../closed-loop.schema.ts';
import type { ClosedLoopStore } from '../closed-loop.store.ts';
import { firstMatch, matchWithoutTexts } from './match-rules.ts';
import { assertManages } from './put-loop-rules.ts';

interface Context {
  readonly loops: Pick<ClosedLoopStore, 'getRules'>;
  readonly responses: Pick<ResponseReader, 'listLast'>;
  readonly comments: Pick<CommentReader, 'ofAnswer'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly principal: Principal;
}

/** What rules would have made of the last answers to a survey. */
export async function tryLoopRules(
  { surveyId, answers, rules: wanted }: LoopTrial,
  { loops, responses, comments, surveys, customers, principal }: Context,
): Promise<LoopTrialResult> {
  assertManages(principal);
  if ((await surveys.find(surveyId)) === undefined) throw notFound('survey');
  const rules = wanted ?? (await loops.getRules()).rules;
  const last = await responses.listLast(surveyId, answers);
  const ids = [...new Set(last.flatMap(({ customerId }) => customerId ?? []))];
  const contacts = new Map((await customers.findContacts(ids)).map((contact) => [contact.id, contact]));
  const trials = last.map(async (answered) => {
    const contact = contacts.get(answered.customerId ?? '');
    if (contact === undefined) return [];
    const first = matchWithoutTexts(rules, answered, contact);
    const match =
      first === 'unread' ? firstMatch(rules, answered, contact, await comments.ofAnswer(answered)) : first;
    return [{ answered, match: match === 'unread' ? undefined : match }];
  });
  const known = (await Promise.all(trials)).flat();
  const matched = known.flatMap(({ answered: { responseId, answeredAt }, match }) =>
    match === undefined
      ? []
      : [{ responseId, answeredAt, rule: match.rule.name, ...(match.score && { score: match.score }) }],
  );
  return {
    tried: known.length,
    from: known.at(-1)?.answered.answeredAt ?? null,
    byRule: rules.map(({ name }) => ({
      rule: name,
      answers: matched.filter(({ rule }) => rule === name).length,
    })),
    matched,
  };
}
