import { jaItems } from './ja-items.ts';
import { jaLedger } from './ja-ledger.ts';
import type { Count } from './plural.ts';
import type { Words } from './words.ts';

const times = ({ text }: Count) => `${text}回`;

/** Japanese, polite form. It has one plural category. */
export const ja: Words = {
  language: 'ja',
  name: '日本語',
  direction: 'ltr',
  items: jaItems,
  ledger: jaLedger,
  shell: {
    skip: '本文へ移動',
    language: '言語',
    forSeller: (maskedName) => `${maskedName} 様`,
    notYou: {
      title: 'ご本人でない場合',
      text: '回答しないでください。このリンクを持つ人の回答は、リンクの宛先の店舗の回答として扱われます。メッセージを削除するか、本来の宛先の方に転送してください。',
    },
    stepOf: (step, steps) => `ステップ ${step}／${steps}`,
    pages: 'その他のページ',
    history: 'これまでの推奨の結果',
    stop: '今後の質問を停止する',
    untitled: '次のご判断',
    errorPrefix: 'ご確認ください：',
    optional: '任意',
    honeypot: 'この欄は空のままにしてください',
  },
  plan: {
    range: {
      between: (lower, upper) => `${lower}から${upper}まで。`,
      atLeast: (lower) => `${lower}以上。`,
      atMost: (upper) => `${upper}以下。`,
    },
    why: '当方の値をお見せする前にお尋ねするのは、すでにご存じのことに推奨が本当に何かを加えているかを知るためです。ご自身の計画は一度だけ記録されます。最終的にどうされるかは、次のページでお決めいただけます。',
    send: '自分の計画を保存して推奨値を見る',
  },
  advice: {
    heading: '当方の推奨値',
    ownPlan: (amount) => `ご自身の計画：${amount}。`,
    planStands: (amount) =>
      `ご自身の計画はすでに記録されています：${amount}。その後に推奨値が表示されたため、記録はそのまま残ります。今お送りいただいた数値は記録されていません。`,
    more: (difference) => `推奨値は、ご自身の計画より${difference}多くなっています。`,
    less: (difference) => `推奨値は、ご自身の計画より${difference}少なくなっています。`,
    same: '推奨値は、ご自身の計画と同じです。',
    reasons: '推奨の理由',
    noReasons: 'ここには理由を表示していません。',
    why: {
      range: (low, high) => `正しい値は、${low}から${high}までの間になる可能性が最も高いと考えられます。`,
      risk: '当方が誤っていた場合',
      tooHigh: '推奨値が高すぎた場合',
      tooLow: '推奨値が低すぎた場合',
      unsaid: 'お伝えしていません。',
      promise: 'お約束すること',
      until: (when) => `このお約束の期限：${when}。`,
      over: (when) => `このお約束の期限は過ぎています：${when}。`,
    },
    expires: (when) => `有効期限：${when}。`,
    expired: (when) => `有効期限は過ぎています：${when}。`,
  },
  reply: {
    send: '回答を送信する',
    change: '回答を変更する',
  },
  receipt: {
    title: 'ありがとうございました。回答を記録しました。',
    recorded: (when) => `記録日時：${when}`,
    already: {
      title: 'すでに回答済みです',
      text: 'そのページを開いた後に別の回答が送信されたため、今お送りいただいた内容は記録されていません。記録されている回答は以下のとおりです。変更することもできます。',
    },
    full: {
      title: 'この回答はこれ以上変更できません',
      text: '変更できる回数の上限に達しました。記録されている回答は以下のとおりです。',
    },
    answer: 'ご回答',
    why: '推奨の理由',
    recommended: '推奨値',
    ownPlan: 'ご自身の計画',
    chosen: 'お選びの値',
    trust: '推奨への信頼',
    reason: '最も重視したこと',
    noReason: '回答なし',
    changeUntil: (when) => `回答は${when}まで変更できます。`,
    change: '回答を変更する',
  },
  history: {
    title: 'これまでの推奨の結果',
    empty: {
      title: '振り返ることのできる結果はまだありません',
      text: '推奨の結果が判明し、それをお知らせした時点で、良い結果も悪い結果もここに表示されます。',
    },
    only: {
      recommendation: '比較できる1回では、当方の推奨値のほうが、ご自身の計画よりも正しい値に近くなりました。',
      plan: '比較できる1回では、ご自身の計画のほうが、当方の推奨値よりも正しい値に近くなりました。',
      equal: '比較できる1回では、どちらも同じ近さでした。',
    },
    allEqual: (judged) => `これまでのところ優劣はなく、${times(judged)}すべてで同じ近さでした。`,
    verdict: {
      recommendation: ({ judged, recommendation, plan }) =>
        `これまでは当方の推奨値のほうが良い結果でした。${times(judged)}のうち、正しい値により近かったのは、推奨値が${times(recommendation)}、ご自身の計画が${times(plan)}です。`,
      plan: ({ judged, recommendation, plan }) =>
        `これまではご自身の計画のほうが良い結果でした。${times(judged)}のうち、正しい値により近かったのは、ご自身の計画が${times(plan)}、推奨値が${times(recommendation)}です。`,
      alike: ({ judged, recommendation, plan }) =>
        `これまでのところ、どちらも同じくらいの頻度で正しい値に近くなっています。${times(judged)}のうち、推奨値が${times(recommendation)}、ご自身の計画が${times(plan)}です。`,
      early: ({ judged, recommendation, plan }) =>
        `どちらが良いかは、まだ判断できません。${times(judged)}のうち、正しい値により近かったのは、推奨値が${times(recommendation)}、ご自身の計画が${times(plan)}です。`,
    },
    ties: (equal) => `${times(equal)}は同じ近さでした。`,
    unjudged: (rounds) =>
      `${rounds.text}件の推奨については、ご自身の計画がわからないため、どちらが近かったかを示すことができません。`,
    average: (recommendation, plan) =>
      `平均すると、当方の推奨値は${recommendation}、ご自身の計画は${plan}外れていました。`,
    latest: (rounds) => `表には最新の${rounds.text}件を示しています。`,
    caption: '新しい順',
    columns: {
      about: '推奨の対象',
      plan: 'ご自身の計画',
      recommended: '推奨値',
      chosen: 'お選びの値',
      outcome: '正しかった値',
      closer: '近かったほう',
    },
    unknown: '不明',
    closer: { recommendation: '推奨値', plan: 'ご自身の計画', equal: '同じ' },
    back: '質問に戻る',
  },
  stop: {
    ask: {
      title: '今後の質問を停止しますか。',
      text: '推奨についてお尋ねするリンクは、今後届かなくなります。推奨そのもの、アカウント、掲載順位には影響しません。',
      button: 'はい、停止します',
      keep: 'いいえ、戻ります',
    },
    done: {
      title: '今後、質問はお送りしません',
      text: '記録しました。行き違いでリンクが届いた場合は、そのままにしてください。',
    },
  },
  quarterly: {
    title: '当方の推奨についてどうお考えですか。',
    lead: '過去3か月についてお答えください。正解や不正解はなく、どの質問も省略できます。',
    next: '保存して次へ',
    send: '保存して終了する',
    back: '戻る',
    done: {
      title: 'ありがとうございました。回答を記録しました。',
      text: 'この質問をお送りするのは、多くても四半期に1回です。',
    },
  },
  problem: {
    summary: '回答をご確認ください',
    numberMissing: '数値を入力してください。',
    numberUnreadable: (text, example) =>
      `「${text}」を数値として読み取れませんでした。${example}のように数字で入力してください。`,
    numberOutside: (range) => `この数値は可能な範囲を超えています。${range}`,
    decisionMissing: 'どうされるかをお選びください。',
    trustMissing: 'いずれか1つ、または「わからない」をお選びください。',
    stale:
      'お見せしたページから送信されたことを確認できませんでした。ページを開いてから1日以上たっている可能性があります。回答は残っていますので、もう一度送信してください。',
    badLink: {
      title: 'このリンクは使えません',
      text: 'リンクが途中で切れているか、古すぎるか、新しいリンクに置き換えられた可能性があります。最新のメッセージを開き、その中のリンクをお使いください。',
    },
    notFound: {
      title: 'ここには何もありません',
      text: 'お送りしたメッセージの中のリンクをお使いください。',
    },
    closed: {
      title: 'この質問は締め切られました',
      answered: 'ご回答ありがとうございました。記録されている回答は以下のとおりです。変更はできません。',
      unanswered: '回答期間は終了しました。必要なお手続きはありません。',
    },
    tooLarge: {
      title: '送信された内容が大きすぎます',
      text: 'このページで受け付けられる大きさを超えています。前のページに戻り、もう一度送信してください。',
    },
    trouble: {
      title: '当方で問題が発生しました',
      text: '1分ほどしてからもう一度お試しください。記録された内容は失われておらず、同じ回答を2回送信しても問題ありません。',
    },
    method: {
      title: 'ここではこの操作はできません',
      text: 'お送りしたメッセージの中のリンクをお使いください。',
    },
  },
};
