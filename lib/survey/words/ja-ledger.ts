import type { LedgerWords } from './ledger-words.ts';

/** Japanese, polite form. */
export const jaLedger: LedgerWords = {
  kinds: '推奨の種類',
  like: {
    group: '貴店と似た店舗では',
    all: 'すべての店舗では',
    verdict: {
      recommendation: ({ sellers, recommendation, plan }) =>
        `これまでは、この種類の推奨値のほうが良い結果でした。${sellers.text}店のうち、正しい値に近かった回数が多いのは、推奨値が${recommendation.text}店、店舗自身の計画が${plan.text}店です。`,
      plan: ({ sellers, recommendation, plan }) =>
        `これまでは、店舗自身の計画のほうが良い結果でした。${sellers.text}店のうち、正しい値に近かった回数が多いのは、店舗自身の計画が${plan.text}店、この種類の推奨値が${recommendation.text}店です。`,
      alike: ({ sellers, recommendation, plan }) =>
        `これまでのところ優劣はありません。${sellers.text}店のうち、正しい値に近かった回数が多いのは、この種類の推奨値が${recommendation.text}店、店舗自身の計画が${plan.text}店です。`,
      early: ({ sellers, recommendation, plan }) =>
        `どちらが良いかは、まだ判断できません。${sellers.text}店のうち、正しい値に近かった回数が多いのは、この種類の推奨値が${recommendation.text}店、店舗自身の計画が${plan.text}店です。`,
    },
  },
  message: {
    row: '返信',
    write: '返信・異議を送る',
    title: '返信・異議を送る',
    who: (marketplace) =>
      `ここにお書きいただいた内容は${marketplace}の担当者が読みます。どの店舗からの内容かがわかり、これまでの推奨のページで回答することがあります。質問へのご回答は引き続き秘密として扱われます。`,
    label: 'メッセージ',
    atMost: (characters) => `${characters}文字以内。`,
    send: 'メッセージを送信する',
    sent: 'メッセージを送信しました。回答はここに表示されます。',
    missing: 'メッセージを入力してください。',
    full: (most) =>
      `メッセージは送信されていません。まだ回答のないメッセージが${most}件あります。いずれかに回答がありましたら、再びお送りいただけます。`,
    heading: 'お送りいただいたメッセージ',
    wrote: (day) => `貴店、${day}`,
    answered: (marketplace, day) => `${marketplace}、${day}`,
    waiting: 'まだ回答はありません。',
    back: '一覧に戻る',
  },
  notes: '皆さまの声と当方の対応',
};
