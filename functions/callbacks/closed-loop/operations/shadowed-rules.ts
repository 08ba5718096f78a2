/** Rules that never decide because another one before them does. */
import { numbersOf, scaleSchema } from '../../../surveys/questions/questions.schema.ts';
import { bandOf } from '../../../surveys/responses/index.ts';
import type { Score } from '../../../surveys/responses/responses.schema.ts';
import type { LoopRule, LoopRules } from '../closed-loop.schema.ts';

type Condition = LoopRule['when'];
type ScoreCondition = NonNullable<Condition['score']>;

/** The rules, and which of them another one leaves no answer to. */
export function withShadowed(rules: LoopRules) {
  const active = rules.rules.filter(({ paused }) => paused !== true);
  const shadowed = active.flatMap(({ name, when }, index) => {
    const before = active.slice(0, index).find((each) => isWithin(when, each.when));
    return before === undefined ? [] : [{ rule: name, by: before.name }];
  });
  return { ...rules, shadowed };
}

/** Whether whatever one condition is true of makes another one true, too. */
function isWithin(one: Condition, other: Condition): boolean {
  const { surveys, tags = [] } = one;
  return (
    (other.surveys === undefined || surveys?.every((id) => other.surveys?.includes(id)) === true) &&
    (other.score === undefined || (one.score !== undefined && isScoreWithin(one.score, other.score))) &&
    isSaid(one.choice, other.choice) &&
    isSaid(one.text, other.text) &&
    (other.owner === undefined || one.owner === other.owner) &&
    (other.tags ?? []).every((tag) => tags.includes(tag)) &&
    (other.language === undefined || one.language === other.language)
  );
}

/** Whether a condition says all that another one does. */
function isSaid<Part extends object>(one: Part | undefined, other: Part | undefined): boolean {
  const said: Readonly<Record<string, unknown>> = { ...one };
  return (
    other === undefined ||
    (one !== undefined && Object.entries(other).every(([name, value]) => said[name] === value))
  );
}

function isScoreWithin(one: ScoreCondition, other: ScoreCondition): boolean {
  return (
    (other.question === undefined || one.question === other.question) &&
    scaleSchema.options.every((scale) =>
      numbersOf(scale).every(
        (value) => !isScoreMeant({ scale, value }, one) || isScoreMeant({ scale, value }, other),
      ),
    )
  );
}

/** Whether a condition is true of a number on a scale, whatever the question. */
export function isScoreMeant(
  score: Pick<Score, 'scale' | 'value'>,
  { scale, band, from = 0, to = 10 }: Omit<ScoreCondition, 'question'>,
): boolean {
  return (
    (scale === undefined || scale === score.scale) &&
    (band === undefined || band === bandOf(score.scale, score.value)) &&
    from <= score.value &&
    score.value <= to
  );
}
