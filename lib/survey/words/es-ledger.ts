import type { LedgerWords } from './ledger-words.ts';

/** Spanish, formal address. */
export const esLedger: LedgerWords = {
  kinds: 'Tipos de recomendaciones',
  like: {
    group: 'En tiendas como la suya',
    all: 'En todas las tiendas de aquí',
    verdict: {
      recommendation: ({ sellers, recommendation, plan }) =>
        `Hasta ahora nuestras recomendaciones de este tipo fueron mejores: de ${sellers.text} tiendas, en ${recommendation.text} estuvieron más veces cerca de lo correcto que los planes propios; en ${plan.text}, menos veces.`,
      plan: ({ sellers, recommendation, plan }) =>
        `Hasta ahora los planes propios fueron mejores: de ${sellers.text} tiendas, en ${plan.text} estuvieron más veces cerca de lo correcto que nuestras recomendaciones de este tipo; en ${recommendation.text}, menos veces.`,
      alike: ({ sellers, recommendation, plan }) =>
        `Hasta ahora ninguno fue mejor: de ${sellers.text} tiendas, en ${recommendation.text} estuvieron más veces cerca de lo correcto nuestras recomendaciones de este tipo; en ${plan.text}, los planes propios.`,
      early: ({ sellers, recommendation, plan }) =>
        `Es pronto para saber cuál es mejor: de ${sellers.text} tiendas, en ${recommendation.text} estuvieron más veces cerca de lo correcto nuestras recomendaciones de este tipo; en ${plan.text}, los planes propios.`,
    },
  },
  message: {
    row: 'Responder',
    write: 'Responder u objetar',
    title: 'Responder u objetar',
    who: (marketplace) =>
      `Lo que escriba aquí lo leen personas de ${marketplace}. Ven qué tienda lo escribió y pueden contestarle en la página sobre las recomendaciones anteriores. Sus respuestas a nuestras preguntas siguen siendo confidenciales.`,
    label: 'Su mensaje',
    atMost: (characters) => `${characters} caracteres como máximo.`,
    send: 'Enviar mi mensaje',
    sent: 'Su mensaje se ha enviado. La contestación aparecerá aquí.',
    missing: 'Escriba algo primero.',
    full: (most) =>
      `Su mensaje no se ha enviado: ${most} mensajes suyos siguen sin contestación. Podrá volver a escribir en cuanto se conteste uno de ellos.`,
    heading: 'Sus mensajes',
    wrote: (day) => `Usted, ${day}`,
    answered: (marketplace, day) => `${marketplace}, ${day}`,
    waiting: 'Todavía sin contestación.',
    back: 'Volver al resumen',
  },
  notes: 'Usted lo dijo, nosotros lo hicimos',
};
