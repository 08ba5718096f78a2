import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type StaffReader, takesWork } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import {
  isScale,
  isWritten,
  numbersOf,
  type Question,
  scaleSchema,
} from '../../../surveys/questions/questions.schema.ts';
import type { SurveyReader } from '../../../surveys/surveys/index.ts';
import type { Survey } from '../../../surveys/surveys/surveys.schema.ts';
import type { CommentReader } from '../../../surveys/texts/index.ts';
import type { LoopRule } from '../closed-loop.schema.ts';
import { isScoreMeant } from './shadowed-rules.ts';

interface Known {
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly teams: Pick<TeamReader, 'whileThere'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly comments: Pick<CommentReader, 'getTopics'>;
}

/**
 * Throws `invalid-request` for whatever rules name that is not there: people who take on work, teams, topics, surveys, and in the
 * surveys that a rule is meant for its questions and choices; and for conditions that no answer can meet. Answers what holds the rules back should one of the teams go
 * meanwhile.
 */
export async function assertKnown(
  rules: readonly LoopRule[],
  { staff, teams, surveys, comments }: Known,
): Promise<readonly Write[]> {
  const named = <Value>(values: readonly (Value | undefined | null)[]) =>
    [...new Set(values)].filter((value) => value !== undefined && value !== null);
  const people = await staff.findMany(named(rules.flatMap(({ when, do: { owner } }) => [when.owner, owner])));
  const registered = new Set(people.map(({ id }) => id));
  const takers = new Set(people.filter(takesWork).map(({ id }) => id));
  const present = new Map<string, Write | undefined>();
  for (const team of named(rules.map(({ do: { team } }) => team)))
    present.set(team, await teams.whileThere(team));
  const found = new Map<string, Survey | undefined>();
  for (const id of named(rules.flatMap(({ when, do: { askAgain } }) => [askAgain, ...(when.surveys ?? [])])))
    found.set(id, await surveys.find(id));
  const isText = rules.some(({ when }) => when.text?.topic !== undefined);
  const topics = new Set(isText ? (await comments.getTopics()).topics.map(({ id }) => id) : []);
  const violations = rules.flatMap((rule, index): Violation[] => {
    const { when, do: action } = rule;
    const { owner, team, askAgain, open } = action;
    return [
      ...(open === 'ticket'
        ? [misnamed(index, 'do/open', 'There are no tickets yet. Open a callback.')]
        : []),
      ...(owner !== undefined && !takers.has(owner) ? [misnamed(index, 'do/owner', takesNone)] : []),
      ...(team !== undefined && present.get(team) === undefined ? [misnamed(index, 'do/team', noTeam)] : []),
      ...(askAgain !== undefined && found.get(askAgain) === undefined
        ? [misnamed(index, 'do/askAgain', noSurvey)]
        : []),
      ...(when.owner != null && !registered.has(when.owner) ? [misnamed(index, 'when/owner', noPerson)] : []),
      ...(when.text?.topic !== undefined && !topics.has(when.text.topic)
        ? [misnamed(index, 'when/text/topic', noTopic)]
        : []),
      ...(when.surveys ?? []).flatMap((id, place) => {
        const survey = found.get(id);
        return survey === undefined
          ? [misnamed(index, `when/surveys/${place}`, noSurvey)]
          : [
              ...(survey.anonymous ? [misnamed(index, `when/surveys/${place}`, anonymous)] : []),
              ...unasked(rule, survey, index),
            ];
      }),
      ...neverMet(
        rule,
        when.surveys?.flatMap((id) => found.get(id) ?? []),
        index,
      ),
    ];
  });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'These rules name what is not there, or what no answer can be.', {
      violations,
    });
  return [...present.values()].flatMap((write) => write ?? []);
}

const takesNone = 'Nobody of this id works here and takes on work. GET /staff lists them.';
const noPerson = 'Nobody of this id is registered.';
const anonymous = 'Nobody knows who answers this survey, so nobody can be called: it is anonymous.';
const noTeam = 'There is no such team. GET /teams lists those there are.';
const noTopic = 'There is no such topic. GET /text-topics lists them.';
const noSurvey = 'There is no such survey. GET /surveys lists those there are.';

/** What a rule asks of a survey that does not ask it. */
function unasked(
  { when: { score, choice, text } }: LoopRule,
  { questions }: Survey,
  index: number,
): Violation[] {
  const question = (id: string | undefined) => questions.find((each) => each.id === id);
  const scaled = question(score?.question);
  const written = question(text?.question);
  const chosen = question(choice?.question);
  const isUnscaled = score?.question !== undefined && (scaled === undefined || !isScale(scaled));
  const isOther =
    scaled !== undefined && !isUnscaled && score?.scale !== undefined && score.scale !== scaled.kind;
  return [
    ...(isUnscaled
      ? [
          misnamed(
            index,
            'when/score/question',
            'A survey of the rule has no such question that is answered on a scale.',
          ),
        ]
      : []),
    ...(isOther ? [misnamed(index, 'when/score/scale', 'This question is answered on another scale.')] : []),
    ...(text?.question === undefined || (written && isWritten(written))
      ? []
      : [
          misnamed(
            index,
            'when/text/question',
            'A survey of the rule has no such question that is answered in words.',
          ),
        ]),
    ...(choice === undefined || choicesOf(chosen).includes(choice.choice)
      ? []
      : [misnamed(index, 'when/choice', 'A survey of the rule has no such question with this choice.')]),
  ];
}

/** What no answer can be, whatever it is; what a survey does not ask is told for itself. */
function neverMet(
  { when: { score, text } }: LoopRule,
  surveys: readonly Survey[] | undefined,
  index: number,
): Violation[] {
  const asked = surveys?.flatMap(({ questions }) => questions);
  const isUnwritten = text !== undefined && text.question === undefined && asked?.some(isWritten) === false;
  return [
    ...(score === undefined ? [] : impossibleScore(score, asked, index)),
    ...(isUnwritten
      ? [
          misnamed(
            index,
            'when/text/question',
            'No survey of the rule has a question that is answered in words.',
          ),
        ]
      : []),
  ];
}

function impossibleScore(
  score: NonNullable<LoopRule['when']['score']>,
  asked: readonly Question[] | undefined,
  index: number,
): Violation[] {
  const { question, scale, from = 0, to = 10 } = score;
  const known =
    asked?.filter(isScale).filter(({ id }) => question === undefined || id === question) ??
    scaleSchema.options.map((kind) => ({ kind }));
  const kinds = known.map(({ kind }) => kind);
  const scales = new Set(kinds.filter((kind) => scale === undefined || kind === scale));
  if (scales.size === 0) {
    // A question that is not there, or has another scale, was told already.
    if (question !== undefined) return [];
    if (scale === undefined)
      return [
        misnamed(
          index,
          'when/score/question',
          'No survey of the rule has a question that is answered on a scale.',
        ),
      ];
    return [misnamed(index, 'when/score/scale', 'No survey of the rule has a question on this scale.')];
  }
  const scores = [...scales].flatMap((kind) => numbersOf(kind).map((value) => ({ scale: kind, value })));
  const numbers = scores.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  if (!numbers.some((value) => from <= value && value <= to)) {
    const place = from > highest ? 'when/score/from' : 'when/score/to';
    return [misnamed(index, place, `No answer lies there: it is a number from ${lowest} to ${highest}.`)];
  }
  if (scores.some((each) => isScoreMeant(each, score))) return [];
  return [misnamed(index, 'when/score/band', 'No number between "from" and "to" lies there.')];
}

function choicesOf(question: Question | undefined): readonly string[] {
  if (question === undefined || !('choices' in question)) return [];
  return [...question.choices.map(({ id }) => id), ...(question.other ? ['other'] : [])];
}

function misnamed(index: number, place: string, reason: string): Violation {
  return { pointer: `/body/rules/${index}/${place}`, reason };
}
