/**
 * Words that say by themselves whether somebody is content, written down for reviews of products and services. They help
 * where the examples that the model has learned from are few.
 */
import type { Language } from '../values/language.ts';

/** Faces and signs are the same in every language. */
const signs = {
  positive: '👍 👏 😀 😃 😄 😁 😊 🙂 😍 🥰 😘 🎉 💯 ❤ 💖 🌹 🌟 ⭐',
  negative: '👎 😡 😠 🤬 😞 😟 😢 😭 😤 😩 😫 🙁 ☹ 💔 🤮 😒',
};

interface Lexicon {
  readonly positive: ReadonlySet<string>;
  readonly negative: ReadonlySet<string>;
}

export const lexicons: Readonly<Record<Language, Lexicon>> = {
  'zh-CN': lexicon(
    `
    好 很好 不错 满意 喜欢 棒 赞 优秀 完美 舒适 舒服 干净 整洁 热情 周到 耐心 细心 贴心 专业 及时 迅速
    快捷 方便 便捷 便利 实惠 便宜 划算 超值 值得 推荐 精美 漂亮 美观 好看 好用 实用 好吃 精彩 感动 感谢
    谢谢 惊喜 愉快 开心 高兴 轻松 温馨 温暖 安静 宽敞 齐全 丰富 清晰 流畅 稳定 安全 可靠 牢固 结实 耐用
    正品 新鲜 友好 友善 礼貌 亲切 微笑 负责 认真 高效 顺利 到位 完善 合理 公道 优惠 物美价廉 性价比高
    一流 上乘 出色 优质 强大 强劲 轻便 小巧 时尚 大气 精致 细腻 生动 有趣 幽默 深刻 启发 受益 经典 佩服
    敬佩 喜爱 爱不释手 欣赏 享受 信赖 信任 放心 省心 省电 给力 靠谱 良心 好评 点赞 五星 再来 还会
    继续支持 支持 下次还 依然 一如既往 最佳 最好 最棒 极好 挺好 还好 蛮好 较好 不后悔 没问题 没有问题
    没得说 无可挑剔 物超所值 名不虚传 回味 通俗易懂 引人入胜 受用 帮助很大 很有帮助 有用 很快 很值 很美
    很棒 不贵 没毛病 真诚 诚恳 用心 体贴 免费 升级 豪华 明亮 地道 可口 美味 可爱 聪明 静音 漂亮大方`,
    `
    差 很差 太差 极差 较差 差劲 糟糕 垃圾 失望 后悔 上当 骗 欺骗 骗人 骗子 忽悠 坑 坑爹 恶心 讨厌 烦
    烦人 生气 愤怒 气愤 无语 无聊 难看 难吃 难用 难闻 难受 难以 脏 肮脏 破 破旧 陈旧 老旧 旧 简陋 发霉
    异味 臭 吵 吵闹 噪音 嘈杂 慢 太慢 缓慢 卡 死机 蓝屏 黑屏 故障 坏 坏了 损坏 破损 划痕 瑕疵 缺陷 毛病
    问题 质量问题 次品 假货 假的 盗版 错误 错别字 漏 漏水 漏电 掉漆 烫 发热 太热 贵 太贵 偏贵 昂贵 不值
    浪费 浪费钱 浪费时间 退货 退款 退房 换货 投诉 维修 返修 拒绝 推脱 推卸 敷衍 冷漠 冷淡 傲慢 恶劣
    态度差 不耐烦 不专业 不负责 不负责任 不好 不太好 不满 不满意 不喜欢 不方便 不舒服 不干净 不推荐
    不值得 不行 不够 不足 不如 不清楚 不稳定 不合理 不爽 不会再 再也不 别买 千万别 不要买 不建议 没有用
    没用 没人 没货 无法 不能 缺货 延迟 延误 拖延 等了 久等 等待 迟到 催 麻烦 复杂 混乱 乱 乱七八糟 粗糙
    劣质 低劣 低级 肤浅 空洞 枯燥 乏味 啰嗦 晦涩 看不懂 看不下去 没意思 没劲 一般 一般般 很一般 太一般
    勉强 凑合 可惜 遗憾 郁闷 伤心 可怕 恐怖 受不了 忍受 无奈 汗 晕 倒霉 崩溃 缺点 不便 狭小 太小 太少
    太吵 太薄 太重 偏小 差评 黑店 宰客 霸王 骚扰 蟑螂 蚊子 虫 头发 污渍 味道大 隔音差 隔音不好 信号差
    掉线 断 裂 松动 做工差 名不副实 言过其实 虚假 误导 抄袭 拼凑 炒作 纸张差 印刷差 竟然 居然 根本 简直
    到底 毫无 白花`,
  ),
  en: lexicon(
    `
    good great excellent amazing awesome fantastic wonderful perfect superb outstanding brilliant
    terrific best better nice lovely love loves loved like likes liked enjoy enjoyed enjoyable happy
    pleased delighted glad satisfied impressed impressive recommend recommended friendly helpful kind
    polite courteous professional attentive caring patient knowledgeable fast quick quickly prompt
    promptly efficient easy easily simple simply smooth smoothly convenient comfortable clean clear
    crisp sharp bright reliable solid sturdy durable strong stable sleek slick stylish beautiful
    beautifully attractive gorgeous elegant compact light lightweight small handy useful worth
    worthwhile value bargain cheap affordable inexpensive reasonable fair free bonus advantage benefit
    improved improvement improves pleasant pleasantly surprised exceptional exceeded exceeds superior
    top quality favorite favourite fun cool thank thanks grateful appreciate appreciated responsive
    accurate precise versatile flexible powerful intuitive well works worked flawless flawlessly fine
    decent right correct success successful trust trustworthy honest warm welcoming safe secure quiet
    fresh tasty delicious thrilled excited plus pro pros win winner wow yes excel excels breeze glowing
    ideal incredible incredibly genuine`,
    `
    bad poor poorly terrible horrible awful worst worse disappointing disappointed disappointment
    disappoint disappoints useless worthless junk garbage crap trash waste wasted broken broke break
    breaks defective defect faulty fault fail fails failed failure failing problem problems issue issues
    trouble difficult hard harder impossible confusing confused complicated complex annoying annoyed
    annoyance irritating frustrating frustrated frustration angry upset unhappy dissatisfied unsatisfied
    hate hated hates dislike slow slowly late delay delayed delays waiting waited lost missing lack
    lacks lacking expensive overpriced costly pricey rude unhelpful unfriendly unprofessional impolite
    arrogant careless ignored ignore ignoring refused refuse refund return returned complaint complain
    complained error errors bug bugs crash crashes crashed freeze freezes froze dead died dies scratch
    scratched scratches flimsy weak fragile loose stuck leak leaks leaking noisy loud dirty filthy smell
    smelly stink ugly cramped uncomfortable unreliable unstable unable unusable unacceptable
    unfortunately sadly sorry regret mistake wrong incorrect inaccurate damaged damage damages dangerous
    unsafe scam fraud cheated lie lied lies misleading false fake limited inferior mediocre bulky heavy
    clunky awkward cumbersome tedious boring dull dim blurry grainy fuzzy bother bothered nuisance pain
    painful drawback disadvantage downside con cons negative complaints gripe gripes hassle hiss skips
    scream horrid pathetic sucks suck lousy avoid beware stopped stops tinny drains drain short tiny
    limitation unresponsive unclear cancel cancelled lag lags laggy`,
  ),
};

function lexicon(positive: string, negative: string): Lexicon {
  const words = (text: string) => new Set(text.trim().split(/\s+/));
  return {
    positive: words(`${positive} ${signs.positive}`),
    negative: words(`${negative} ${signs.negative}`),
  };
}
