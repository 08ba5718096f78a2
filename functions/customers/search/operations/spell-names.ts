/** Pinyin, from a dictionary of 447 KB: only the function that keeps the index loads it. */
import { pinyin } from 'pinyin-pro';

/** How Chinese characters are read: one syllable for each, without tones. */
export type Spell = (characters: string, as: 'name' | 'words') => readonly (readonly string[])[];

/**
 * The readings of a run of Chinese characters, the right one first. A surname has readings of its own (曾 zeng, 单 shan,
 * https://pinyin-pro.cn/use/pinyin.html#surname); who does not know them types the usual one, so that is given, too.
 * 吕 is lü, typed lv or lu.
 */
export const spell: Spell = (characters, as) => {
  const readings =
    as === 'name' ? [read(characters, 'head'), read(characters, 'off')] : [read(characters, 'off')];
  const spellings = readings.flatMap((syllables) => {
    const isSpecial = syllables.some((syllable) => syllable.includes('ü'));
    return (isSpecial ? ['u', 'v'] : ['u']).map((letter) =>
      syllables.map((syllable) => syllable.replaceAll('ü', letter)),
    );
  });
  return [...new Map(spellings.map((syllables) => [syllables.join(' '), syllables])).values()];
};

function read(characters: string, surname: 'head' | 'off'): readonly string[] {
  const syllables = pinyin(characters, { toneType: 'none', type: 'array', surname, nonZh: 'removed' });
  // A character that the dictionary lacks stays what it is: nobody spells it.
  return syllables.map((syllable) => syllable.toLowerCase()).filter((syllable) => /^[a-zü]+$/.test(syllable));
}
