import { html, type Html } from '../html/html.ts';

/** What changed since the last report. */
export function changes(): Html {
  return html`<section aria-labelledby="changes">
    <h2 id="changes">What changed since the last report</h2>
    <p>
      Nothing to compare with yet: reports are not compared with each other in this version. Changes within
      the data stand under <a href="#over-time">trust over time</a>.
    </p>
  </section>`;
}
