import type { MailWords } from './mail-words.ts';

/** Japanese, polite form. */
export const ja: MailWords = {
  language: 'ja',
  direction: 'ltr',
  subject: {
    recommendation: (marketplace) => `${marketplace}：推奨についてのご意見をお聞かせください（約30秒）`,
    quarterly: (marketplace) => `${marketplace}：当方の推奨をどのようにご覧になっていますか`,
    reminder: (subject) => `【再送】${subject}`,
  },
  hello: (name) => `${name} 様`,
  helloNobody: '出店者様',
  reminded: '数日前にもご連絡いたしました。お時間がない場合は、何もなさる必要はありません。',
  elicit: {
    lead: 'お客様への推奨がございます。ご覧いただく前に、ご自身ではどうされるかをお聞かせください。所要時間は約30秒です。',
    open: '自分の計画を入力する',
  },
  show: {
    lead: 'お客様への推奨がございます。どのようにお考えになるか、お聞かせください。所要時間は約30秒です。',
    clicks:
      'クリックすると、その回答が選ばれた状態でページが開きます。ページで送信されるまで何も記録されず、別の回答を選び直すこともできます。',
    open: 'ページを開く',
  },
  quarterly: {
    lead: '四半期に一度を限度として、当方の推奨全体をどのようにご覧になっているかをお伺いしています。所要時間は約2分で、どの質問も省略していただけます。',
    open: '質問を開く',
  },
  about: (title) => `対象：${title}`,
  until: (when) => `回答期限：${when}。`,
  yours: 'このリンクはお客様の店舗専用です。ほかの方に転送しないでください。',
  why: {
    heading: 'なぜお伺いするのですか。',
    text: '当方の推奨がどこまで頼りになるか、どうすればより良くなるかを知るためです。',
  },
};
