/** What the made-up customers are called and where they work. Any likeness is accidental. */

/** A name as written and in Latin letters, for mail addresses. */
export interface Spelling {
  readonly written: string;
  readonly latin: string;
}

export interface Employer {
  readonly name: string;
  /** First label of its mail domain under `.example`, which nobody can own (RFC 2606). */
  readonly domain: string;
  readonly city: string;
  readonly region: string;
  readonly country: 'CN' | 'GB' | 'US' | 'AU' | 'SG';
  readonly timeZone: string;
}

export const chineseSurnames = spellings(
  '王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 黄 huang 赵 zhao 吴 wu 周 zhou 徐 xu 孙 sun 马 ma 朱 zhu 胡 hu 郭 guo 何 he 林 lin 高 gao 罗 luo 郑 zheng 梁 liang 谢 xie 宋 song',
);

export const chineseGivenNames = spellings(
  '伟 wei 芳 fang 秀英 xiuying 敏 min 静 jing 丽 li 强 qiang 磊 lei 军 jun 洋 yang 勇 yong 艳 yan 杰 jie 娟 juan 涛 tao 明 ming 超 chao 霞 xia 平 ping 刚 gang 桂英 guiying 建华 jianhua 文静 wenjing 志强 zhiqiang 海燕 haiyan 晓东 xiaodong 雪梅 xuemei 国栋 guodong 思远 siyuan 雨桐 yutong 子轩 zixuan',
);

export const englishSurnames =
  'Smith Jones Taylor Williams Evans Thomas Roberts Walker Wright Green Hughes Edwards Clarke Patel Jackson Wood Turner Martin Cooper Hill Ward Morris Moore Clark Baker'.split(
    ' ',
  );

export const englishGivenNames =
  'Oliver Amelia George Isla Harry Ava Noah Emily Jack Sophie Leo Grace Oscar Mia Charlie Ella Muhammad Lily Arthur Freya Henry Priya Thomas Alice William Zoe Daniel'.split(
    ' ',
  );

export const chineseEmployers: readonly Employer[] = [
  chinese('上海远洋贸易有限公司', 'yuanyang-trade', '上海', '上海'),
  chinese('北京华信科技有限公司', 'huaxin-tech', '北京', '北京'),
  chinese('深圳市鹏程电子有限公司', 'pengcheng-dianzi', '深圳', '广东'),
  chinese('杭州西溪软件有限公司', 'xixi-soft', '杭州', '浙江'),
  chinese('广州南方纺织有限公司', 'nanfang-textile', '广州', '广东'),
  chinese('成都蜀锦食品有限公司', 'shujin-food', '成都', '四川'),
  chinese('苏州工业精密机械有限公司', 'suzhou-jingmi', '苏州', '江苏'),
  chinese('青岛海润物流有限公司', 'hairun-logistics', '青岛', '山东'),
  chinese('武汉长江医疗器械有限公司', 'changjiang-medical', '武汉', '湖北'),
  chinese('西安丝路文化传播有限公司', 'silu-culture', '西安', '陕西'),
  chinese('厦门鹭岛旅行社有限公司', 'ludao-travel', '厦门', '福建'),
  chinese('乌鲁木齐天山农业有限公司', 'tianshan-agri', '乌鲁木齐', '新疆', 'Asia/Urumqi'),
];

export const englishEmployers: readonly Employer[] = [
  foreign('Harbour & Finch Ltd', 'harbour-finch', 'London', 'GB', 'Europe/London'),
  foreign('Northern Loom Ltd', 'northern-loom', 'Leeds', 'GB', 'Europe/London'),
  foreign('Caledon Instruments Ltd', 'caledon-instruments', 'Edinburgh', 'GB', 'Europe/London'),
  foreign('Hudson Parcel Inc.', 'hudson-parcel', 'New York', 'US', 'America/New_York'),
  foreign('Bayside Analytics Inc.', 'bayside-analytics', 'San Francisco', 'US', 'America/Los_Angeles'),
  foreign('Southern Cross Foods Pty Ltd', 'southern-cross-foods', 'Sydney', 'AU', 'Australia/Sydney'),
  foreign('Merlion Trading Pte. Ltd.', 'merlion-trading', 'Singapore', 'SG', 'Asia/Singapore'),
];

export const tags = ['重点客户', 'wholesale', 'retail', '展会', 'new', 'after-sales', '续约', 'online'];

function spellings(text: string): readonly Spelling[] {
  const words = text.split(' ');
  return Array.from({ length: words.length / 2 }, (_, index) => ({
    written: words[2 * index] ?? '',
    latin: words[2 * index + 1] ?? '',
  }));
}

function chinese(
  name: string,
  domain: string,
  city: string,
  region: string,
  timeZone = 'Asia/Shanghai',
): Employer {
  return { name, domain, city, region, country: 'CN', timeZone };
}

function foreign(
  name: string,
  domain: string,
  city: string,
  country: Employer['country'],
  timeZone: string,
): Employer {
  return { name, domain, city, region: '', country, timeZone };
}
