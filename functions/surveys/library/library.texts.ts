/**
 * Ready questionnaires. Each asks for one score first, then why, and then for what the department can act on; who is
 * pleased is asked other things than who is not. Wordings of the scales: Reichheld 2003 (NPS), Dixon, Freeman and Toman
 * 2010 (effort), Farris et al. 2010 (satisfaction).
 */
import type { Branch, Condition, Question, Scale } from '../questions/questions.schema.ts';
import type { SurveyTemplate, TemplateId } from './library.schema.ts';

type Said = { readonly 'zh-CN': string; readonly en: string };

/** The same in both languages. */
const both = (zh: string, en: string): Said => ({ 'zh-CN': zh, en });

type Asked = Pick<Question, 'required' | 'branches' | 'theme'>;

/** What a question is but for its kind; it may be left empty unless it says otherwise. */
const asked = (id: string, text: Said, rest: Partial<Asked> = {}) => ({ required: false, ...rest, id, text });
const scored = (kind: Scale, id: string, text: Said, rest: Partial<Asked> = {}): Question => ({
  kind,
  ...asked(id, text, { required: true, ...rest }),
});
const words = (id: string, text: Said, rest: Partial<Asked> = {}): Question => ({
  kind: 'text',
  ...asked(id, text, rest),
});
const choices = (...list: (readonly [id: string, zh: string, en: string])[]) =>
  list.map(([id, zh, en]) => ({ id, text: both(zh, en) }));

/** Where somebody goes on whose score lies there. */
const branch = (to: string, ...when: Condition[]): Branch => ({ when, to });
const upTo = (most: number): Condition => ({ op: 'between', to: most });

const recommend = both(
  '您有多大可能向朋友或同事推荐我们？',
  'How likely are you to recommend us to a friend or colleague?',
);
const whyGood = both('我们做得最好的是什么？', 'What do we do best?');
const whyNot = both('我们最应该改进什么？', 'What should we improve first?');
const callMe = both('如需要，可以请同事与我联系。', 'Somebody may call me about this.');

const template = (
  id: TemplateId,
  name: string,
  purpose: Said,
  title: Said,
  questions: readonly Question[],
  rest: Partial<SurveyTemplate['survey']> = {},
): SurveyTemplate => ({
  id,
  purpose,
  survey: {
    name,
    status: 'draft',
    languages: ['zh-CN', 'en'],
    defaultLanguage: 'zh-CN',
    title,
    intro: both(
      '只需一两分钟，您的回答会由专人阅读。',
      'It takes a minute or two, and somebody reads what you say.',
    ),
    thanks: both('谢谢您，我们会认真对待您的意见。', 'Thank you. We take what you say seriously.'),
    questions: [...questions],
    ...rest,
  },
});

export const libraryTexts: readonly SurveyTemplate[] = [
  template(
    'post-purchase',
    'After a purchase 购买后',
    both('购买几天后，了解购买体验。', 'Some days after a purchase: how buying was.'),
    both('您的购买体验', 'Your purchase'),
    [
      scored('nps', 'recommend', recommend, { branches: [branch('why-not', upTo(8))] }),
      words('why-good', whyGood, {
        branches: [branch('deciding', { op: 'answered' }), branch('deciding', { op: 'empty' })],
      }),
      words('why-not', whyNot),
      {
        kind: 'multiple-choice',
        ...asked('deciding', both('您选择我们的原因是什么？', 'What made you choose us?')),
        choices: choices(
          ['quality', '质量', 'Quality'],
          ['price', '价格', 'Price'],
          ['advice', '咨询和建议', 'Advice'],
          ['delivery', '送货快', 'Fast delivery'],
          ['known', '朋友推荐', 'Somebody recommended you'],
        ),
        other: true,
        atMost: 3,
      },
      scored('csat', 'product', both('您对所购产品满意吗？', 'How satisfied are you with what you bought?')),
      { kind: 'consent', ...asked('call-me', callMe) },
    ],
  ),
  template(
    'delivery',
    'Delivery 配送',
    both('送达后，了解配送服务。', 'After a delivery: how it went.'),
    both('您的配送', 'Your delivery'),
    [
      scored('csat', 'delivery', both('您对这次配送满意吗？', 'How satisfied are you with the delivery?')),
      {
        kind: 'single-choice',
        ...asked('on-time', both('按时送达了吗？', 'Did it come on time?')),
        required: true,
        choices: choices(
          ['yes', '准时', 'On time'],
          ['late', '晚了', 'Late'],
          ['early', '早了', 'Early'],
          ['missing', '还没收到', 'It has not come'],
        ),
        branches: [branch('what-happened', { op: 'is', values: ['missing'] })],
      },
      {
        kind: 'matrix',
        ...asked('parts', both('请评价：', 'How was')),
        rows: choices(
          ['packing', '包装', 'the packing'],
          ['driver', '送货员', 'the driver'],
          ['news', '物流通知', 'what you were told on the way'],
        ),
        columns: choices(['good', '好', 'good'], ['fair', '一般', 'fair'], ['poor', '差', 'poor']),
        branches: [
          branch('what-happened', { op: 'between', question: 'delivery', to: 3 }),
          branch('end', { op: 'between', question: 'delivery', from: 4 }),
        ],
      },
      words(
        'what-happened',
        both('发生了什么？我们怎样弥补？', 'What happened, and how can we make up for it?'),
      ),
      { kind: 'consent', ...asked('call-me', callMe) },
    ],
  ),
  template(
    'service-call',
    'After a service call 服务后',
    both('服务通话或上门之后。', 'After a call or a visit of our service.'),
    both('我们的服务', 'Our service'),
    [
      scored(
        'ces',
        'easy',
        both('贵公司让我很容易地解决了问题。', 'You made it easy for me to have my issue handled.'),
      ),
      {
        kind: 'single-choice',
        ...asked('solved', both('您的问题解决了吗？', 'Is your issue solved?')),
        required: true,
        choices: choices(['yes', '已解决', 'Yes'], ['partly', '部分解决', 'Partly'], ['no', '没有', 'No']),
        branches: [branch('what-is-left', { op: 'is', values: ['partly', 'no'] })],
      },
      scored(
        'csat',
        'person',
        both('您对为您服务的同事满意吗？', 'How satisfied are you with whoever helped you?'),
        {
          branches: [branch('more', { op: 'answered' })],
        },
      ),
      words('what-is-left', both('还有什么没有解决？', 'What is still to be solved?'), { required: true }),
      words('more', both('还想告诉我们什么吗？', 'Anything else that you want to tell us?')),
      { kind: 'consent', ...asked('call-me', callMe) },
    ],
  ),
  template(
    'complaint',
    'After a complaint 投诉处理后',
    both('投诉处理完成后。', 'When a complaint was settled.'),
    both('关于您的投诉', 'About your complaint'),
    [
      scored(
        'csat',
        'handling',
        both('您对我们处理投诉的方式满意吗？', 'How satisfied are you with how we handled your complaint?'),
      ),
      {
        kind: 'matrix',
        ...asked('parts', both('您认为：', 'Was')),
        rows: choices(
          ['speed', '处理速度', 'the answer quick'],
          ['fairness', '处理结果公平', 'what you got fair'],
          ['respect', '态度尊重', 'everybody respectful'],
        ),
        columns: choices(['yes', '是', 'yes'], ['partly', '部分', 'partly'], ['no', '否', 'no']),
      },
      scored('nps', 'recommend', recommend, { branches: [branch('end', { op: 'between', from: 9 })] }),
      words('why-not', both('怎样才能重新赢得您的信任？', 'What would win back your trust?')),
      { kind: 'consent', ...asked('call-me', callMe) },
    ],
  ),
  template(
    'annual-relationship',
    'Once a year 年度关系',
    both('每年一次，了解整体关系。', 'Once a year: how the relationship stands as a whole.'),
    both('我们的合作这一年', 'A year with us'),
    [
      scored('nps', 'recommend', recommend, { theme: 'overall' }),
      words('why', both('您给出这个分数的主要原因是什么？', 'What is the main reason for your score?'), {
        theme: 'overall',
      }),
      scored('csat', 'products', both('您对我们的产品满意吗？', 'How satisfied are you with our products?'), {
        theme: 'parts',
      }),
      scored('csat', 'service', both('您对我们的服务满意吗？', 'How satisfied are you with our service?'), {
        theme: 'parts',
      }),
      scored(
        'csat',
        'after-sales',
        both('您对我们的售后满意吗？', 'How satisfied are you with what comes after the sale?'),
        { theme: 'parts' },
      ),
      scored(
        'csat',
        'contact',
        both('您对您的联系人满意吗？', 'How satisfied are you with your contact person?'),
        { theme: 'parts' },
      ),
      {
        kind: 'single-choice',
        ...asked('next-year', both('明年您打算怎样与我们合作？', 'What do you plan for the coming year?')),
        theme: 'outlook',
        choices: choices(
          ['more', '增加', 'To buy more'],
          ['same', '不变', 'The same'],
          ['less', '减少', 'Less'],
          ['leave', '不再合作', 'To leave'],
        ),
      },
      words('wish', both('您对我们有什么期望？', 'What do you wish from us?'), { theme: 'outlook' }),
    ],
    {
      themes: [
        { id: 'overall', title: both('总体', 'All in all') },
        { id: 'parts', title: both('产品、服务与售后', 'Products, service and after-sales') },
        { id: 'outlook', title: both('展望', 'What comes next') },
      ],
    },
  ),
  template(
    'product',
    'Product 产品',
    both('使用产品一段时间后。', 'When a product has been in use for a while.'),
    both('关于您的产品', 'About your product'),
    [
      scored('rating', 'quality', both('您如何评价产品质量？', 'How good is the quality?')),
      scored('rating', 'value', both('您如何评价性价比？', 'How good is it for its price?')),
      {
        kind: 'single-choice',
        ...asked('often', both('您多久使用一次？', 'How often do you use it?')),
        required: true,
        choices: choices(
          ['daily', '每天', 'Every day'],
          ['weekly', '每周', 'Every week'],
          ['rarely', '很少', 'Rarely'],
          ['never', '不再使用', 'Not any more'],
        ),
        branches: [branch('why-not', { op: 'is', values: ['rarely', 'never'] })],
      },
      words('best', both('您最喜欢哪一点？', 'What do you like best?'), {
        branches: [branch('missing', { op: 'answered' }), branch('missing', { op: 'empty' })],
      }),
      words('why-not', both('为什么很少使用？', 'Why do you use it so rarely?')),
      words('missing', both('还缺少什么？', 'What is missing?')),
    ],
  ),
  template(
    'onboarding',
    'New customers 新客户',
    both('成为客户约 30 天后。', 'Some thirty days after somebody has become a customer.'),
    both('开始使用的体验', 'Your first weeks'),
    [
      scored('ces', 'easy', both('开始使用很容易。', 'It was easy to get started.'), {
        branches: [branch('what-was-hard', upTo(4))],
      }),
      {
        kind: 'date',
        ...asked('since', both('您从哪天开始使用？', 'Since when do you use it?')),
        branches: [branch('wish', { op: 'answered' }), branch('wish', { op: 'empty' })],
      },
      {
        kind: 'multiple-choice',
        ...asked('what-was-hard', both('哪里遇到困难？', 'What was hard?')),
        choices: choices(
          ['setup', '安装设置', 'Setting it up'],
          ['manual', '说明不清', 'The manual'],
          ['account', '账户开通', 'The account'],
          ['help', '找不到帮助', 'Finding help'],
        ),
        other: true,
      },
      words('wish', both('接下来我们能帮您什么？', 'How can we help you next?')),
      { kind: 'consent', ...asked('call-me', callMe) },
    ],
  ),
];
