/** What callers are told of campaigns, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const campaignsSentences: Sentences = {
  'This is no part of the survey.': '这不属于该调查。',
  'is no campaign of this survey': '不是该调查的调查计划',
  'is no question of this survey': '不是该调查的题目',
  'is not known of answers to an anonymous survey': '匿名调查的回答不记录此项',
  campaign: '调查计划',
  'There is no such survey.': '没有这样的调查。',
  'No survey has this id.': '没有此编号的调查。',
  'The survey is {0}. Open it first: change its status to open.':
    '该调查的状态为 {0}。请先将其状态改为 open。',
  'The campaign would never run.': '该调查计划永远不会运行。',
  'The campaign would reach nobody.': '该调查计划不会联系到任何人。',
  'Nobody can be found by this filter.': '无法按此筛选条件查找客户。',
  'No list of customers has this id.': '没有此编号的客户名单。',
  'matches no customer at present': '目前没有符合的客户',
  'Nobody would be reminded.': '不会提醒任何人。',
  'must be less than expiresAfterDays, which is {0}': '必须小于 expiresAfterDays（现为 {0}）',
  'must say exactly one of "schedule" and "trigger"': '"schedule" 与 "trigger" 须且只能给出一个',
  'must be one of {0}': '必须是其中之一：{0}',
  'is no field of this event; there are: {0}': '不是该事件的字段；可用字段：{0}',
  'cannot be drawn of events that come one by one': '不能从逐个发生的事件中抽取',
  'A campaign has a schedule or a trigger, and keeps to it.': '调查计划或有时间表，或有触发条件，不能更换。',
  'Make another campaign for it.': '请为此另建一个调查计划。',
  'A triggered campaign asks nobody to whom nothing has happened.':
    '触发式调查计划不会联系没有发生事件的客户。',
  'must lie ahead': '必须在将来',
  'must come after the start': '必须在开始时间之后',
  'leaves no time of the schedule': '其间没有任何运行时间',
  'The campaign was stopped for good. Make another one.': '该调查计划已永久停止。请另建一个。',
  'The campaign is {0}: it does not run.': '该调查计划的状态为 {0}，不会运行。',
  'It was asked to run at {0} already: look what comes of that run before another one, a minute later at the earliest.':
    '已于 {0} 要求运行过：请先查看该轮次的结果，最早一分钟后再运行。',
  'The campaign has reached its end. Give it another one first.':
    '该调查计划已到结束时间。请先给出新的结束时间。',
  'No texts are sent here: nothing is set that they could come from (setting smsFrom or smsProvider).':
    '此处不发送短信：未设置短信的发送方（设置 smsFrom 或 smsProvider）',
  'The campaign would run too often.': '该调查计划运行得过于频繁。',
  'must lie at least two minutes ahead': '必须至少在两分钟之后',
  'never happens from now on': '从现在起永远不会发生',
  'must leave at least {0} hours between two runs; the setting shortestCampaignHours says so':
    '两个轮次之间至少相隔 {0} 小时；由设置 shortestCampaignHours 规定',
  'cannot be active: `schedule.{0}` {1}; send a new schedule with it':
    '不能设为 active：`schedule.{0}` {1}；请同时给出新的 schedule',
};
