import type { LedgerWords } from './ledger-words.ts';

/** Modern Standard Arabic, addressed to a business in the plural of courtesy. */
export const arLedger: LedgerWords = {
  kinds: 'أنواع التوصيات',
  like: {
    group: 'لدى متاجر مثل متجركم',
    all: 'لدى جميع المتاجر هنا',
    verdict: {
      recommendation: ({ sellers, recommendation, plan }) =>
        `حتى الآن كانت توصياتنا من هذا النوع أفضل. عدد المتاجر ${sellers.text}: كانت توصياتنا هي الأقرب إلى الصواب في أغلب المرّات لدى ${recommendation.text} منها، وخطط المتاجر لدى ${plan.text}.`,
      plan: ({ sellers, recommendation, plan }) =>
        `حتى الآن كانت خطط المتاجر أفضل. عدد المتاجر ${sellers.text}: كانت خططها هي الأقرب إلى الصواب في أغلب المرّات لدى ${plan.text} منها، وتوصياتنا من هذا النوع لدى ${recommendation.text}.`,
      alike: ({ sellers, recommendation, plan }) =>
        `حتى الآن لم تكن إحداهما أفضل. عدد المتاجر ${sellers.text}: كانت توصياتنا من هذا النوع هي الأقرب إلى الصواب في أغلب المرّات لدى ${recommendation.text} منها، وخطط المتاجر لدى ${plan.text}.`,
      early: ({ sellers, recommendation, plan }) =>
        `من المبكّر الحكم أيّتهما أفضل. عدد المتاجر ${sellers.text}: كانت توصياتنا من هذا النوع هي الأقرب إلى الصواب في أغلب المرّات لدى ${recommendation.text} منها، وخطط المتاجر لدى ${plan.text}.`,
    },
  },
  message: {
    row: 'ردّ',
    write: 'الردّ أو الاعتراض',
    title: 'الردّ أو الاعتراض',
    who: (marketplace) =>
      `يقرأ أشخاص في ${marketplace} ما تكتبونه هنا، ويعرفون أيّ متجر كتبه، ويمكنهم الإجابة عنه في صفحة التوصيات السابقة. أما إجاباتكم عن أسئلتنا فتبقى سرّية.`,
    label: 'رسالتكم',
    atMost: (characters) => `الحدّ الأقصى لعدد الأحرف: ${characters}.`,
    send: 'إرسال رسالتي',
    sent: 'أُرسلت رسالتكم. ستظهر الإجابة هنا.',
    missing: 'اكتبوا شيئًا أولًا.',
    full: (most) =>
      `لم تُرسل رسالتكم، فعدد رسائلكم التي لم تُجَب بعد بلغ ${most}. يمكنكم الكتابة مجدّدًا حالما يُجاب عن إحداها.`,
    heading: 'رسائلكم',
    wrote: (day) => `أنتم، ${day}`,
    answered: (marketplace, day) => `${marketplace}، ${day}`,
    waiting: 'لا إجابة بعد.',
    back: 'العودة إلى النظرة العامة',
  },
  notes: 'قلتم ففعلنا',
};
