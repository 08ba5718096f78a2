/** What texts are about, by words. */
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { Question } from '../questions/questions.schema.ts';
import {
  type Comment,
  commentId,
  sentiments,
  type TextTopic,
  type TextTopics,
  type TopicCounts,
} from './texts.schema.ts';

/** A text as it is searched: letters of any width and case are one. */
export function soughtIn(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const latin = /^[\p{Script=Latin}\d][\p{Script=Latin}\d '’-]*$/u;

/** What a text is about: every topic of which a word stands in it. */
export function topicsIn(text: string, topics: readonly TextTopic[]): readonly string[] {
  const sought = soughtIn(text);
  return topics
    .filter(({ words }) => words.some((word) => stands(soughtIn(word), sought)))
    .map(({ id }) => id);
}

/** Letters of the Latin script stand where a word begins with them, all others wherever they are. */
function stands(word: string, text: string): boolean {
  if (!latin.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!/[\p{Script=Latin}\d]/u.test(text.charAt(at - 1))) return true;
  return false;
}

/** The texts among the answers: to questions that ask for one, and what was said in words beside choices. */
export function textsOf(
  questions: readonly Question[],
  answers: Readonly<Record<string, unknown>>,
): readonly { readonly questionId: string; readonly text: string }[] {
  return questions.flatMap(({ id: questionId, kind }) => {
    const text = answers[kind === 'text' ? questionId : `${questionId}.other`];
    return typeof text === 'string' && text.trim() !== '' ? [{ questionId, text }] : [];
  });
}

/** The id of the comment that keeps a text: it follows from the answer, so that hearing of it again keeps none twice. */
export function commentIdOf(
  { responseId, answeredAt }: Pick<Comment, 'responseId' | 'answeredAt'>,
  questionId: string,
): string {
  return derivedId(commentId, answeredAt, `${responseId} ${questionId}`);
}

/** What a comment adds to the counts of its survey. */
export function amountsOf({ sentiment, topics }: Pick<Comment, 'sentiment' | 'topics'>) {
  return Object.fromEntries(
    [sentiment, ...topics.map((topic) => `${topic}#${sentiment}`)].map((name) => [name, 1]),
  );
}

/** What a change of a comment adds, and takes away. */
export function difference(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const amounts = names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const);
  return Object.fromEntries(amounts.filter(([, amount]) => amount !== 0));
}

/** The counts of a survey from the sums of its rows. */
export function countsOf(
  surveyId: string,
  sums: ReadonlyMap<string, number>,
  { topics }: Pick<TextTopics, 'topics'>,
): TopicCounts {
  const of = (prefix: string) => ({
    positive: sums.get(`${prefix}positive`) ?? 0,
    neutral: sums.get(`${prefix}neutral`) ?? 0,
    negative: sums.get(`${prefix}negative`) ?? 0,
  });
  const all = of('');
  const named = [...sums.keys()].filter((name) => name.includes('#')).map((name) => name.split('#')[0] ?? '');
  const ids = [...new Set([...topics.map(({ id }) => id), ...named])];
  const sumOf = (counts: ReturnType<typeof of>) =>
    sentiments.reduce((sum, sentiment) => sum + counts[sentiment], 0);
  return {
    surveyId,
    comments: sumOf(all),
    sentiments: all,
    topics: ids
      .map((id) => ({ id, name: topics.find((topic) => topic.id === id)?.name, ...of(`${id}#`) }))
      .filter((topic) => topic.name !== undefined || sumOf(topic) > 0)
      .toSorted((one, other) => sumOf(other) - sumOf(one)),
  };
}

const words = (text: string) => text.trim().split(/\s+/);

/** What is looked for while nobody has set anything. */
export const defaultTopics: TextTopics = {
  version: 1,
  topics: [
    {
      id: 'product',
      name: { 'zh-CN': '产品', en: 'Product' },
      words: words(`产品 商品 质量 功能 做工 材质 材料 尺寸 颜色 款式 型号 性能 外观 破损 坏了 故障 耐用
        product quality feature material color colour design defect broke faulty durable`),
    },
    {
      id: 'service',
      name: { 'zh-CN': '服务', en: 'Service' },
      words: words(`服务 客服 态度 员工 店员 店长 前台 接待 热情 耐心 礼貌 专业
        service staff employee agent support rude friendly polite helpful attitude`),
    },
    {
      id: 'price',
      name: { 'zh-CN': '价格', en: 'Price' },
      words: words(`价格 价钱 贵 便宜 性价比 划算 优惠 折扣 收费 费用 实惠 降价
        price pricing expensive cheap cost fee fees discount overpriced affordable money`),
    },
    {
      id: 'delivery',
      name: { 'zh-CN': '物流', en: 'Delivery' },
      words: words(`物流 快递 配送 送货 发货 运输 包装 到货 收货 包裹 派送
        deliver shipping shipped shipment courier parcel package packaging arrived`),
    },
    {
      id: 'after-sales',
      name: { 'zh-CN': '售后', en: 'After-sales' },
      words: words(`售后 退货 退款 换货 维修 保修 返修 投诉 赔偿
        refund return repair warranty complain replacement after-sales`),
    },
    {
      id: 'experience',
      name: { 'zh-CN': '体验', en: 'Experience' },
      words: words(`体验 流程 操作 界面 等待 排队 等了 网站 页面 登录 方便 麻烦
        experience website checkout process waiting waited queue convenient confusing login interface`),
    },
  ],
};
