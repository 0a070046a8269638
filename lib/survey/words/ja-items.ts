import type { ItemWords, NoticeWords, Points } from './item-words.ts';

const cannotSay = 'わからない';
const trusting: Points = [
  'まったく信頼していない',
  'ほとんど信頼していない',
  '少し信頼している',
  'ある程度信頼している',
  'かなり信頼している',
  '非常に信頼している',
  '完全に信頼している',
];
const howMuch: Points = ['まったくない', 'ごくわずか', '少し', 'ある程度', 'かなり', '非常に', '完全に'];
const howOften: Points = [
  'まったくない',
  'ごくまれにある',
  'まれにある',
  'ときどきある',
  'よくある',
  '非常によくある',
  'いつもある',
];
const howWell: Points = [
  '非常に悪い',
  '悪い',
  'やや悪い',
  'どちらともいえない',
  'やや良い',
  '良い',
  '非常に良い',
];
const howWilling: Points = [
  'まったく思わない',
  'ほとんど思わない',
  '少し思う',
  'ある程度思う',
  'かなり思う',
  '非常に思う',
  '心からそう思う',
];

const notice: NoticeWords = {
  heading: '回答は誰が見ますか。',
  who: '推奨がどの程度役に立ち、信頼されているかの分析だけに使われます。出品の順位付け、ルールの適用、アカウントに関する判断を行う部門は、回答を見ることができません。',
  confidential:
    '回答は匿名ではありませんが、秘密として扱われます。分析ではどの出品者の回答かがわかりますが、公表される報告書に示されるのはグループごとの結果だけです。',
  until: (when) => `ご協力は任意です。回答は${when}まで変更できます。`,
};

/** Japanese, polite form. A published version never changes: add the next one beside it. */
export const jaItems: ItemWords = {
  'own-plan@1': {
    title: 'ご自身ではどうされますか。',
    lead: 'まずご自身の計画を、次に当方の推奨値をご覧いただきます。ここに正解や不正解はありません。',
    label: (unit) => (unit === '' ? '自分の計画' : `自分の計画（単位：${unit}）`),
  },
  'decision@1': {
    legend: 'どうされますか。',
    accept: (amount) => `推奨値に従う：${amount}`,
    keep: (amount) => `自分の計画のままにする：${amount}`,
    keepUnknown: '自分の計画のままにする',
    keepAmount: (unit) => (unit === '' ? '自分の計画' : `自分の計画（単位：${unit}）`),
    adjust: '別の値にする',
    adjustAmount: (unit) => (unit === '' ? '自分で決めた値' : `自分で決めた値（単位：${unit}）`),
  },
  'trust@1': {
    legend: 'この推奨値をどの程度信頼していますか、それとも信頼していませんか。',
    points: trusting,
    cannotSay,
  },
  'main-reason@1': {
    legend: 'お決めになるとき、最も重視されたことは何ですか。',
    choices: {
      reasons: '理由のわかりやすさ',
      'excess-inventory': '在庫が残ってしまうおそれ',
      policy: 'マーケットプレイスのルールの安定性',
      channels: '質問できる相手がいるかどうか',
      feedback: 'これまでの推奨の結果',
      other: 'その他',
    },
  },
  'notice@1': notice,
  'notice@2': {
    ...notice,
    yours: (marketplace) =>
      `保存されている貴店の情報の開示や消去は、いつでも${marketplace}にお申し出いただけます。`,
  },
  'ability-knows-business@1': {
    legend: '当方の推奨は、貴店ならではの事情にどの程度合っていますか。',
    points: howWell,
    cannotSay,
  },
  'ability-right@1': {
    legend: '当方の推奨は、その後の実際の結果をどの程度うまく見通していますか。',
    points: howWell,
    cannotSay,
  },
  'benevolence-interests@1': {
    legend: '当方の推奨は、貴店の利益をどの程度考慮していますか、それとも考慮していませんか。',
    points: howMuch,
    cannotSay,
  },
  'benevolence-conflict@1': {
    legend:
      '貴店の利益と当方の利益が異なるとき、それでも当方の推奨が貴店の利益を守ることはどのくらいありますか。',
    points: howOften,
    cannotSay,
  },
  'integrity-promises@1': {
    legend: '当方が貴店への約束を守ることはどのくらいありますか。',
    points: howOften,
    cannotSay,
  },
  'integrity-reasons@1': {
    legend: '当方が示す理由は、本当の理由とどの程度一致していますか、それとも一致していませんか。',
    points: howMuch,
    cannotSay,
  },
  'distrust-motives@1': {
    legend: '推奨が、貴店の負担で当方の利益を図っていると疑うことはどのくらいありますか。',
    points: howOften,
    cannotSay,
  },
  'distrust-guard@1': {
    legend: '当方の推奨に惑わされないよう用心する必要は、どの程度ありますか、それともありませんか。',
    points: howMuch,
    cannotSay,
  },
  'vulnerability-unchecked@1': {
    legend: '大切な判断のとき、確かめずに当方の推奨に従ってもよいと、どの程度思われますか。',
    points: howWilling,
    cannotSay,
  },
  'vulnerability-delegate@1': {
    legend: 'ご自身で定めた範囲の中で、当方に判断を任せてもよいと、どの程度思われますか。',
    points: howWilling,
    cannotSay,
  },
};
