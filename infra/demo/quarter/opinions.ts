/** What customers think and say. */
import type { Random } from '../random.ts';

type Band = 'promoter' | 'passive' | 'detractor';

const remarks: Readonly<Record<'zh-CN' | 'en', Readonly<Record<Band, readonly string[]>>>> = {
  'zh-CN': {
    promoter: [
      '发货很快，客服专业。',
      '合作三年了，一直很满意。',
      '质量稳定，会推荐给同行。',
      '下单方便，包装也很好。',
    ],
    passive: ['总体不错，价格略高。', '希望发票能开得快一些。', '还可以，物流有待改进。'],
    detractor: [
      '交货晚了四天，没人通知。',
      '售后电话一直打不通。',
      '收到的货与样品不一致。',
      '退款流程太慢了。',
    ],
  },
  en: {
    promoter: [
      'Quick delivery, friendly people.',
      'Third order and still happy.',
      'Good value; I told a friend.',
    ],
    passive: [
      'Fine, but a bit expensive.',
      'OK. The invoice took a while.',
      'Good product, slow parcel service.',
    ],
    detractor: [
      'Four days late and nobody told us.',
      'I waited 40 minutes on the phone.',
      'Two of the boxes were damaged.',
      'Still waiting for my refund.',
    ],
  },
};

/** Shares of the bands as departments of this kind commonly see them. */
const usualBands: readonly (readonly [Band, number])[] = [
  ['promoter', 46],
  ['passive', 30],
  ['detractor', 24],
];

const scores: Readonly<Record<Band, readonly (readonly [number, number])[]>> = {
  promoter: [
    [10, 55],
    [9, 45],
  ],
  passive: [
    [8, 60],
    [7, 40],
  ],
  detractor: [
    [6, 38],
    [5, 25],
    [4, 12],
    [3, 10],
    [2, 7],
    [1, 3],
    [0, 5],
  ],
};

/** Somebody who was called back and listened to often thinks better of us. */
const pleased: Readonly<Record<Band, Band>> = {
  detractor: 'passive',
  passive: 'promoter',
  promoter: 'promoter',
};

export interface Asked {
  /** Whose opinion: the same customer mostly thinks the same. */
  readonly email: string;
  /** What the opinion is asked for, unique for each invitation of this customer. */
  readonly occasion: string;
  /** Whether a member of staff has spoken with them since they were unhappy. */
  readonly calledBack: boolean;
}

export function scoreOf(random: Random, { email, occasion, calledBack }: Asked): number {
  const lasting = random.choose(usualBands, 'mood', email);
  const today = random.roll('same mood', email, occasion) < 0.75;
  const band = today ? lasting : random.choose(usualBands, 'other mood', email, occasion);
  const reconciled = calledBack && random.roll('reconciled', email, occasion) < 0.55;
  return random.choose(scores[reconciled ? pleased[band] : band], 'score', email, occasion);
}

/** Out of 5, near what the score out of 10 says. */
export function starsOf(random: Random, score: number, { email, occasion }: Asked, question: string): number {
  const near = Math.round(score / 2 + random.roll('stars', email, occasion, question) - 0.5);
  return Math.min(5, Math.max(1, near));
}

/** Two of five write something; the unhappy more often. */
export function remarkOf(random: Random, score: number, language: string, asked: Asked): string | undefined {
  const band = score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor';
  const { email, occasion } = asked;
  if (random.roll('writes', email, occasion) > (band === 'detractor' ? 0.65 : 0.35)) return undefined;
  return random.pick(remarks[language === 'zh-CN' ? 'zh-CN' : 'en'][band], 'remark', email, occasion);
}
