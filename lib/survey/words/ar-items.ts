import type { ItemWords, NoticeWords, Points } from './item-words.ts';

const cannotSay = 'لا أستطيع أن أحدّد';
const howMuch: Points = [
  'لا على الإطلاق',
  'قليلًا جدًا',
  'قليلًا',
  'إلى حدّ متوسط',
  'كثيرًا إلى حدّ ما',
  'كثيرًا جدًا',
  'تمامًا',
];
const howOften: Points = ['أبدًا', 'نادرًا جدًا', 'نادرًا', 'أحيانًا', 'كثيرًا', 'كثيرًا جدًا', 'دائمًا'];
const howWell: Points = [
  'بشكل سيّئ جدًا',
  'بشكل سيّئ',
  'بشكل سيّئ إلى حدّ ما',
  'لا بشكل جيّد ولا سيّئ',
  'بشكل جيّد إلى حدّ ما',
  'بشكل جيّد',
  'بشكل جيّد جدًا',
];
const howWilling: Points = [
  'لا استعداد على الإطلاق',
  'استعداد ضئيل جدًا',
  'استعداد قليل',
  'استعداد متوسط',
  'استعداد كبير إلى حدّ ما',
  'استعداد كبير جدًا',
  'استعداد تام',
];

const notice: NoticeWords = {
  heading: 'من يرى إجابتي؟',
  who: 'لا يراها إلا التحليل الذي يقيس مدى فائدة التوصيات ومدى الثقة بها. ولا يمكن أن يقرأها أيّ قسم في السوق الإلكتروني يرتّب العروض أو يطبّق القواعد أو يقرّر بشأن الحسابات.',
  confidential:
    'الإجابة سرّية وليست مجهولة المصدر: يعرف التحليل أيّ بائع أجاب، أما التقارير المنشورة فلا تُظهر إلا مجموعات.',
  until: (when) => `المشاركة اختيارية. يمكنكم تغيير إجابتكم حتى ${when}.`,
};

/** Modern Standard Arabic, addressed to a business in the plural of courtesy. A published version never changes: add the
 *  next one beside it. */
export const arItems: ItemWords = {
  'own-plan@1': {
    title: 'ماذا كنتم ستفعلون من تلقاء أنفسكم؟',
    lead: 'خطتكم أولًا، ثم توصيتنا. لا يوجد هنا رقم صحيح وآخر خاطئ.',
    label: (unit) => (unit === '' ? 'خطتي' : `خطتي، بوحدة ${unit}`),
  },
  'decision@1': {
    legend: 'ماذا ستفعلون؟',
    accept: (amount) => `اتباع التوصية: ${amount}`,
    keep: (amount) => `الإبقاء على خطتي: ${amount}`,
    keepUnknown: 'الإبقاء على خطتي',
    keepAmount: (unit) => (unit === '' ? 'خطتي' : `خطتي، بوحدة ${unit}`),
    adjust: 'اختيار قيمة أخرى',
    adjustAmount: (unit) => (unit === '' ? 'القيمة التي اخترتها' : `القيمة التي اخترتها، بوحدة ${unit}`),
  },
  'trust@1': {
    legend: 'إلى أيّ حدّ تثقون بهذه التوصية، إن كنتم تثقون بها أصلًا؟',
    points: howMuch,
    cannotSay,
  },
  'main-reason@1': {
    legend: 'ما الأهمّ في قراركم؟',
    choices: {
      reasons: 'مدى وضوح الأسباب',
      'excess-inventory': 'خطر بقاء بضاعة غير مبيعة',
      policy: 'مدى ثبات قواعد السوق الإلكتروني',
      channels: 'وجود من يمكن سؤاله',
      feedback: 'كيف كانت نتائج التوصيات السابقة',
      other: 'شيء آخر',
    },
  },
  'notice@1': notice,
  'notice@2': {
    ...notice,
    yours: (marketplace) =>
      `يمكنكم في أيّ وقت أن تطلبوا من ${marketplace} أن يعرض عليكم المعلومات المحفوظة عنكم، أو أن يمحوها.`,
  },
  'ability-knows-business@1': {
    legend: 'كيف تلائم توصياتنا ما يميّز عملكم؟',
    points: howWell,
    cannotSay,
  },
  'ability-right@1': {
    legend: 'كيف تتوقّع توصياتنا ما يحدث لاحقًا؟',
    points: howWell,
    cannotSay,
  },
  'benevolence-interests@1': {
    legend: 'إلى أيّ حدّ تراعي توصياتنا مصالحكم، إن كانت تراعيها أصلًا؟',
    points: howMuch,
    cannotSay,
  },
  'benevolence-conflict@1': {
    legend: 'عندما تختلف مصالحكم عن مصالحنا، كم مرّة تحافظ توصياتنا مع ذلك على مصالحكم؟',
    points: howOften,
    cannotSay,
  },
  'integrity-promises@1': {
    legend: 'كم مرّة نفي بما نعدكم به؟',
    points: howOften,
    cannotSay,
  },
  'integrity-reasons@1': {
    legend: 'إلى أيّ حدّ تتطابق الأسباب التي نذكرها مع أسبابنا الحقيقية، إن كانت تتطابق أصلًا؟',
    points: howMuch,
    cannotSay,
  },
  'distrust-motives@1': {
    legend: 'كم مرّة تشكّون في أن توصيةً ما تخدمنا على حسابكم؟',
    points: howOften,
    cannotSay,
  },
  'distrust-guard@1': {
    legend: 'إلى أيّ حدّ عليكم الحذر من أن تضلّلكم توصياتنا، إن كان عليكم الحذر أصلًا؟',
    points: howMuch,
    cannotSay,
  },
  'vulnerability-unchecked@1': {
    legend: 'ما مدى استعدادكم لاتباع توصيتنا في قرار مهمّ دون التحقّق منها؟',
    points: howWilling,
    cannotSay,
  },
  'vulnerability-delegate@1': {
    legend: 'ما مدى استعدادكم لأن نقرّر نيابةً عنكم ضمن حدود تضعونها؟',
    points: howWilling,
    cannotSay,
  },
};
