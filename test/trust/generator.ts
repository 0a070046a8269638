/** What design G1 of docs/model.md 6.12 plants. */
export const PLANTED = { mu0: 0.5, tau0: 0.2, gain: 0.1, loss: 0.2, q: 0.03 } as const;
