/**
 * Words that China's Advertising Law forbids for goods (article 9: 国家级、最高级、最佳 and their like), and claims of
 * cure that ordinary goods may not make (article 17). Not complete, and not meant to be: WeChat's own check comes on top.
 */
const FORBIDDEN_WORDS = [
  ...['国家级', '世界级', '宇宙级', '最高级', '顶级', '极品', '特级', '至尊'],
  ...['最佳', '最好', '最大', '最低', '最便宜', '最先进', '最优', '最新科技', '最受欢迎'],
  ...[
    '第一品牌',
    '全网第一',
    '全国第一',
    '销量第一',
    '排名第一',
    '行业第一',
    '唯一',
    '独一无二',
    '史无前例',
    '绝无仅有',
  ],
  ...['国家领导人', '特供', '专供', '驰名商标', '质量免检', '国家免检'],
  ...['百分百有效', '100%有效', '包治百病', '根治', '治愈', '药到病除', '无副作用', '永久有效'],
] as const

/** The forbidden word in the text, whatever blanks and dots stand between its characters; null = none. */
export function findForbiddenWord(text: string): string | null {
  const plain = text.replace(/[\s·.,，。、*_-]/g, '')
  return FORBIDDEN_WORDS.find((word) => plain.includes(word)) ?? null
}
