import type { MailWords } from './mail-words.ts';

/** Spanish, in words understood on both sides of the ocean. */
export const es: MailWords = {
  language: 'es',
  direction: 'ltr',
  subject: {
    recommendation: (marketplace) => `${marketplace}: su opinión sobre una recomendación, en 30 segundos`,
    quarterly: (marketplace) => `${marketplace}: ¿cómo ve usted nuestras recomendaciones?`,
    reminder: (subject) => `Recordatorio: ${subject}`,
  },
  hello: (name) => `Hola, ${name}:`,
  helloNobody: 'Hola:',
  reminded: 'Le escribimos hace unos días. Si no tiene tiempo, no hace falta que haga nada.',
  elicit: {
    lead: 'Tenemos una recomendación para usted. Antes de mostrarla, nos gustaría saber qué haría usted por su cuenta. Lleva unos 30 segundos.',
    open: 'Indicar mi propio plan',
  },
  show: {
    lead: 'Tenemos una recomendación para usted y nos gustaría saber qué le parece. Lleva unos 30 segundos.',
    clicks:
      'Un clic abre la página con esa respuesta elegida. No se registra nada hasta que la envíe allí, y puede elegir otra.',
    open: 'Abrir la página',
  },
  quarterly: {
    lead: 'Una vez por trimestre como máximo preguntamos cómo ve usted nuestras recomendaciones en conjunto. Lleva unos dos minutos, y puede dejar sin responder cualquier pregunta.',
    open: 'Abrir las preguntas',
  },
  about: (title) => `Se trata de: ${title}`,
  until: (when) => `Puede responder hasta el ${when}.`,
  yours: 'El enlace es solo para su tienda. No lo comparta, por favor.',
  why: {
    heading: '¿Por qué preguntamos?',
    text: 'Para saber hasta qué punto se puede confiar en nuestras recomendaciones y qué las haría mejores.',
  },
};
